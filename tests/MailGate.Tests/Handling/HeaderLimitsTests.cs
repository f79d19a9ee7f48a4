using System.Text;
using MailGate.Configuration.Sections;
using MailGate.Handling;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

/// <summary>The header of a message is judged alike wherever its octets are: in one piece of memory, in several, in the file.</summary>
[TestFixture(1 << 20, TestName = "HeaderLimitsTests(in memory)")]
[TestFixture(1, TestName = "HeaderLimitsTests(in a file)")]
internal sealed class HeaderLimitsTests(int memory)
{
    private static readonly LimitSettings Limits = new();

    private static readonly string Filler = string.Concat(Enumerable.Range(0, 600).Select(n => $"X-{n}: {new string('x', 60)}\r\n"));

    [TestCase("", TestName = "{m}(at its start)")]
    [TestCase("filler", TestName = "{m}(beyond the first block)")]
    public async Task The_message_id_is_found(string before)
    {
        (Reply? refusal, string? id) = await JudgeAsync((before.Length > 0 ? Filler : "") + "message-id:\r\n <a@b.example>\r\nMessage-ID: <2@b.example>\r\n\r\nbody\r\n");

        Assert.That(refusal, Is.Null);
        Assert.That(id, Is.EqualTo("<a@b.example>"));
    }

    [TestCase("", TestName = "{m}(in short headers)")]
    [TestCase("filler", TestName = "{m}(in long headers)")]
    public async Task A_message_that_has_come_round_too_often_is_refused(string before)
    {
        string header = (before.Length > 0 ? Filler : "") + string.Concat(Enumerable.Repeat("Received: from a by b\r\n", Limits.ReceivedHops - 1));

        Assert.That((await JudgeAsync(header + "\r\nReceived: body\r\n")).Refusal, Is.Null);
        Assert.That((await JudgeAsync(header + "RECEIVED: one more\r\n\r\n")).Refusal?.ToString(), Does.StartWith("554 5.4.6"));
    }

    [Test]
    public async Task A_header_over_the_bound_is_refused_and_one_at_the_bound_is_not()
    {
        string line = "X: " + new string('x', 95) + "\r\n";
        string atBound = string.Concat(Enumerable.Repeat(line, (int)(Limits.HeaderSize.Bytes / line.Length)));

        Assert.That((await JudgeAsync(atBound + "\r\nbody\r\n", Limits with { HeaderFields = int.MaxValue })).Refusal, Is.Null);
        Assert.That((await JudgeAsync(atBound + line + "\r\nbody\r\n", Limits with { HeaderFields = int.MaxValue })).Refusal?.ToString(), Does.StartWith("552 5.3.4"));
        Assert.That((await JudgeAsync(atBound + line + line, Limits with { HeaderFields = int.MaxValue })).Refusal?.ToString(), Does.StartWith("552 5.3.4"), "without an end");
    }

    [Test]
    public async Task Too_many_fields_are_refused() =>
        Assert.That((await JudgeAsync(string.Concat(Enumerable.Repeat("X: y\r\n", Limits.HeaderFields + 1)) + "\r\n")).Refusal?.ToString(), Does.StartWith("554 5.6.0"));

    [TestCase(" folded\r\nA: b\r\n\r\n", "554 5.6.0", TestName = "{m}(a continuation of nothing is refused)")]
    [TestCase("\r\nbody\r\n", null, TestName = "{m}(no header at all is not)")]
    public async Task The_first_line_decides(string message, string? refusal) =>
        Assert.That((await JudgeAsync(message)).Refusal?.ToString(), refusal is null ? Is.Null : Does.StartWith(refusal));

    private async Task<(Reply? Refusal, string? MessageId)> JudgeAsync(string message, LimitSettings? limits = null)
    {
        using MessageSpool spool = new(new SpoolBudget(1 << 24, memory, 1 << 24, Path.GetTempPath()));
        spool.Append(Encoding.ASCII.GetBytes(message));
        if (spool.NeedsFlush)
        {
            await spool.FlushAsync(CancellationToken.None);
        }

        Assert.That(spool.IsOnDisk, Is.EqualTo(memory == 1));
        Reply? refusal = HeaderLimits.Judge(spool, limits ?? Limits, wantsMessageId: true, out string? id);
        return (refusal, id);
    }
}
