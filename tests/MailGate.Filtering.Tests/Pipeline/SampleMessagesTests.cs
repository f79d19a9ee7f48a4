using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Mime;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

/// <summary>Every sample message of the public suites goes through all checks, and out again byte for byte below what is added.</summary>
public sealed class SampleMessagesTests
{
    private const int MaxOctets = 512 * 1024;

    [TestCaseSource(nameof(Messages))]
    public async Task No_check_fails_and_no_octet_changes(string? file)
    {
        byte[] message = await File.ReadAllBytesAsync(file!);
        TestMail test = new();
        PipelineOptions options = new() { AlwaysRun = [.. CheckCatalog.All.Select(check => check.Name)] };
        FilterPipeline pipeline = new(test.Environment, options);
        MailContext mail = test.Mail();
        using MessageAnalysis analysis = pipeline.BeginMessage(mail);
        for (int position = 0; position < message.Length; position += 4099)
        {
            analysis.Append(message.AsSpan(position, Math.Min(4099, message.Length - position)));
        }

        analysis.Complete();
        mail.SetMessage(analysis, new MemoryMessageBytes(message));

        StageResult result = await pipeline.RunAsync(mail, Stage.Message);

        Assert.That(result.Checks.Where(check => check.Outcome == CheckOutcome.Failed).Select(check => check.Error), Is.Empty);
        Assert.That(result.Verdict.Action, Is.EqualTo(RuleAction.None));
        Assert.That(TransactionJson.Read(TransactionJson.ToUtf8(TransactionRecord.Of(mail)), out IReadOnlyList<string> problems), Is.Not.Null);
        Assert.That(problems, Is.Empty);
        await ExpectUnchangedBelowOurFieldsAsync(mail, result.Verdict, message);
    }

    public static IEnumerable<TestCaseData> Messages()
    {
        string[] folders = [.. ((string[])["mime", "dkim"]).Select(name => Repository.ConformanceFile(name)).OfType<string>()];
        if (folders.Length == 0)
        {
            yield return Repository.MissingSuite("sample messages");
        }

        foreach (string folder in folders)
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (Path.GetExtension(file) is ".eml" or ".txt" or ".msg" && new FileInfo(file).Length is > 0 and < MaxOctets)
                {
                    yield return new TestCaseData(file).SetName($"sample {Path.GetRelativePath(Repository.Conformance, file)}");
                }
            }
        }
    }

    private static async Task ExpectUnchangedBelowOurFieldsAsync(MailContext mail, Verdict verdict, byte[] message)
    {
        OutgoingHeaderOptions outgoing = new() { AuthservId = "mx.example", SpamHeaders = SpamHeaderKinds.Status };
        HeaderSection section = mail.Message!.Header!;
        IReadOnlyList<HeaderEdit> edits = OutgoingHeader.Edits(mail, verdict, await mail.Authentication.ReportAsync(), outgoing);
        Assert.That(HeaderEditor.TryApply(section, edits, HeaderEditLimits.Default, out EditedHeader? edited, out HeaderEditError? error), Is.True, error?.ToString());

        long fromMessage = edited!.ForMessage(message.Length).Where(segment => !segment.IsLiteral).Sum(segment => segment.Length);
        long removed = section.Fields.Where(SpamHeaders.IsSpamHeader).Sum(field => (long)field.Raw.Length)
            + section.Fields.Where(field => AuthenticationResultsClaims.IsClaimedBy(field, "mx.example")).Sum(field => (long)field.Raw.Length);
        int orphan = 0;
        while (orphan < section.Raw.Length && section.Raw.Span[orphan] is (byte)' ' or (byte)'\t')
        {
            orphan += section.Raw.Span[orphan..].IndexOf((byte)'\n') is var end and >= 0 ? end + 1 : section.Raw.Length - orphan;
        }

        Assert.That(fromMessage, Is.EqualTo(message.Length - removed - orphan), "all that is not ours goes out as ranges of what came in");
    }
}
