using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Session;

/// <summary>Each dialogue of tests/vectors/smtp, however its octets are cut, in clear and under TLS.</summary>
internal sealed class DialogueTests
{
    private static IEnumerable<TestCaseData> Dialogues()
    {
        foreach (string path in Directory.GetFiles(Path.Combine(Repository.Vectors, "smtp"), "*.dialogue").Order(StringComparer.Ordinal))
        {
            foreach (DialogueRunner.Pieces pieces in Enum.GetValues<DialogueRunner.Pieces>())
            {
                foreach (bool tls in new[] { false, true })
                {
                    yield return new TestCaseData(path, pieces, tls).SetName($"{Path.GetFileNameWithoutExtension(path)}, {pieces}, {(tls ? "TLS" : "clear")}");
                }
            }
        }
    }

    [TestCaseSource(nameof(Dialogues))]
    public Task Dialogue_has_the_same_outcome_however_it_is_cut(string path, DialogueRunner.Pieces pieces, bool tls) =>
        DialogueRunner.RunAsync(Dialogue.Load(path), pieces, tls);
}
