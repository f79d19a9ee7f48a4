using MailGate.Tests.Common;
using NUnit.Framework;
using static MailGate.Tests.Handling.SmtpCaseRunner;

namespace MailGate.Tests.Handling;

/// <summary>Every case of <c>smtp-cases.yml</c> against the whole gateway with a server behind it.</summary>
internal sealed class SmtpCasesTests
{
    // Without steps that a script could take; a test of LimitCasesTests and others has the case's id in its name.
    private static readonly string[] ByHand = ["LIM-01", "LIM-02", "LIM-06", "LIM-07", "STATE-10", "STATE-11"];

    private static readonly string[] Delivering =
        ["DOT-01", "DOT-02", "DOT-03", "DOT-04", "PIPE-02", "PIPE-05", "BDAT-01", "BDAT-04", "BYTE-06", "STATE-09"];

    // About the connection itself; PIPE-06 counts the commands before it too, and STARTTLS has more of them.
    private static readonly string[] ClearOnly = ["PIPE-01", "PIPE-04", "PIPE-06", "PROXY-01", "AUTH-01"];

    private static IEnumerable<TestCaseData> Cases => Runs(SmtpCase.All?.Where(c => !ByHand.Contains(c.Id)), "");

    private static IEnumerable<TestCaseData> Smuggling => Runs(SmtpCase.All?.Where(c => c.Id.StartsWith("SMUG-", StringComparison.Ordinal)), ", normalized");

    [TestCaseSource(nameof(Cases))]
    public Task Case(SmtpCase smtpCase, Way way)
    {
        if (smtpCase.Id == "BDAT-05")
        {
            return EachStepAloneAsync(smtpCase, way);
        }

        return RunAsync(smtpCase, way, SmtpCaseReplies.For(smtpCase.Id), Delivering.Contains(smtpCase.Id) ? 1 : 0);
    }

    [TestCaseSource(nameof(Smuggling))]
    public Task Case_with_normalized_line_ends(SmtpCase smtpCase, Way way)
    {
        // The true end of data of SMUG-13 is followed by commands, which get a transaction of their own.
        string replies = smtpCase.Id == "SMUG-13" ? "250 250 250 354" : "250";
        return RunAsync(smtpCase, way, replies, delivered: 1, Normalizing);
    }

    [Test]
    public void Every_row_of_replies_is_a_case()
    {
        if (SmtpCase.All is { } all)
        {
            Assert.That(all, Has.Count.EqualTo(93));
            Assert.That(SmtpCaseReplies.Ids.Concat(ByHand).Union(Delivering), Is.SubsetOf(all.Select(c => c.Id).ToArray()));
        }
    }

    private const string Normalizing = """
        listeners:
          - { address: "127.0.0.1:0", name: mx, tls: starttls, line_endings: normalize }
          - { address: "127.0.0.1:0", name: mx-tls, tls: implicit, line_endings: normalize }
        """;

    private static async Task EachStepAloneAsync(SmtpCase smtpCase, Way way)
    {
        foreach (SmtpCaseStep step in smtpCase.Steps)
        {
            await RunAsync(smtpCase with { Steps = [step] }, way, step.Expect == "552" ? "552 close" : "501 close", delivered: 0);
        }
    }

    private static IEnumerable<TestCaseData> Runs(IEnumerable<SmtpCase>? cases, string suffix)
    {
        if (cases is null)
        {
            yield return Repository.MissingSuite("smtp-cases.yml");
            yield break;
        }

        foreach (SmtpCase smtpCase in cases)
        {
            yield return new TestCaseData(smtpCase, Way.Clear).SetName(smtpCase.Id + suffix);
            if (ClearOnly.Contains(smtpCase.Id) || smtpCase.Id.StartsWith("TLS-", StringComparison.Ordinal))
            {
                continue;
            }

            yield return new TestCaseData(smtpCase, Way.StartTls).SetName($"{smtpCase.Id}{suffix}, STARTTLS");
            yield return new TestCaseData(smtpCase, Way.ImplicitTls).SetName($"{smtpCase.Id}{suffix}, implicit TLS");
            if (smtpCase.Steps.Sum(step => step.Octets.Length) < 3000)
            {
                yield return new TestCaseData(smtpCase, Way.ByteByByte).SetName($"{smtpCase.Id}{suffix}, byte by byte");
            }
        }
    }
}
