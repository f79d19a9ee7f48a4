using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class DnsQueryTests
{
    [Test]
    public void A_query_asks_for_recursion_and_the_ad_bit_and_takes_1232_octets()
    {
        DnsQuery query = DnsQuery.Create(ReplyBuilder.Wire("a.bc"), DnsRecordType.Mx, edns: true, randomizeCase: false);
        Assert.That(Convert.ToHexString(query.Message.Span[2..]), Is.EqualTo("01200001000000000001" + "016102626300" + "000F0001" + "00002904D0000000000000"));
    }

    [Test]
    public void Without_edns_there_is_only_the_question()
    {
        DnsQuery query = DnsQuery.Create(ReplyBuilder.Wire("a.bc"), DnsRecordType.Mx, edns: false, randomizeCase: false);
        Assert.That(Convert.ToHexString(query.Message.Span[2..]), Is.EqualTo("01200001000000000000" + "016102626300" + "000F0001"));
    }

    [Test]
    public void Ids_and_case_differ_from_query_to_query()
    {
        // Of 40 letters and 16 bits, 100 queries that are all alike are no accident.
        byte[] name = ReplyBuilder.Wire(new string('a', 40) + "-1.example");
        DnsQuery[] queries = [.. Enumerable.Range(0, 100).Select(_ => DnsQuery.Create(name, DnsRecordType.A, edns: false, randomizeCase: true))];
        Assert.That(queries.Select(q => Convert.ToHexString(q.Message.Span[..2])).Distinct().Count(), Is.GreaterThan(80));
        string[] names = [.. queries.Select(q => System.Text.Encoding.ASCII.GetString(q.Message.Span.Slice(12, name.Length)))];
        Assert.That(names.Distinct().Count(), Is.GreaterThan(90));
        Assert.That(names.Select(n => n.ToLowerInvariant()).Distinct(), Is.EqualTo(new[] { System.Text.Encoding.ASCII.GetString(name) }));
    }

    [Test]
    public void Only_the_reply_to_this_query_matches()
    {
        DnsQuery query = DnsQuery.Create(ReplyBuilder.Wire("aB.example"), DnsRecordType.A, edns: true, randomizeCase: false);
        byte[] message = query.Message.ToArray();
        byte[] good = new ReplyBuilder(message).Build();
        Assert.That(query.Match(good), Is.EqualTo(ReplyMatch.Ours));
        Assert.That(query.Match(message), Is.EqualTo(ReplyMatch.Foreign), "a query is no reply");
        Assert.That(query.Match([]), Is.EqualTo(ReplyMatch.Foreign));
        for (int length = 0; length < good.Length; length++)
        {
            Assert.That(query.Match(good.AsSpan(0, length)), Is.EqualTo(ReplyMatch.Foreign), $"{length} octets");
        }

        Assert.That(query.Match(Changed(good, 0)), Is.EqualTo(ReplyMatch.Foreign), "id");
        Assert.That(query.Match(Changed(good, 1)), Is.EqualTo(ReplyMatch.Foreign), "id");
        Assert.That(query.Match([.. good[..2], 0x88, .. good[3..]]), Is.EqualTo(ReplyMatch.Foreign), "opcode");
        Assert.That(query.Match([.. good[..5], 2, .. good[6..]]), Is.EqualTo(ReplyMatch.Foreign), "two questions");
        Assert.That(query.Match(Changed(good, 16)), Is.EqualTo(ReplyMatch.Foreign), "another name");
        Assert.That(query.Match(Changed(good, good.Length - 3)), Is.EqualTo(ReplyMatch.Foreign), "another type");
        Assert.That(query.Match(Changed(good, good.Length - 1)), Is.EqualTo(ReplyMatch.Foreign), "another class");
        Assert.That(query.Match([.. good[..14], (byte)'b', .. good[15..]]), Is.EqualTo(ReplyMatch.OtherCase));
    }

    [TestCase(0, ReplyMatch.Foreign)]
    [TestCase(3, ReplyMatch.Foreign)]
    [TestCase(1, ReplyMatch.Ours)]
    [TestCase(2, ReplyMatch.Ours)]
    [TestCase(5, ReplyMatch.Ours)]
    public void Only_a_failure_may_leave_the_question_out(int code, int expected)
    {
        DnsQuery query = DnsQuery.Create(ReplyBuilder.Wire("a.example"), DnsRecordType.A, edns: true, randomizeCase: false);
        byte[] head = new ReplyBuilder(query.Message.ToArray()).Code(code).Build()[..12];
        head[5] = 0;
        Assert.That((int)query.Match(head), Is.EqualTo(expected));
    }

    private static byte[] Changed(byte[] message, int at)
    {
        byte[] copy = [.. message];
        copy[at] ^= 1;
        return copy;
    }
}
