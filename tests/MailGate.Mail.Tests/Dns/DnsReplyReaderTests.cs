using MailGate.Mail.Dns;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dns;

[TestFixture]
internal sealed class DnsReplyReaderTests
{
    private const DnsRecordType Cname = DnsRecordType.Cname;

    [Test]
    public void Every_type_is_read()
    {
        byte[] srv = [0, 1, 0, 2, 3, 0xE1, .. ReplyBuilder.Wire("imap.example")];
        Assert.That(One(RecordKinds.Txt, ReplyBuilder.Txt("a\u00e9 ", "b")), Is.EqualTo(new TxtRecord("a\u00e9 b")));
        Assert.That(One(RecordKinds.Txt, ReplyBuilder.Txt("")), Is.EqualTo(new TxtRecord("")));
        Assert.That(One(RecordKinds.Mx, ReplyBuilder.Mx(258, "MX.example")), Is.EqualTo(new MxRecord(258, "mx.example")));
        Assert.That(One(RecordKinds.Mx, ReplyBuilder.Mx(0, ".")), Is.EqualTo(new MxRecord(0, "")));
        Assert.That(One(RecordKinds.A, ReplyBuilder.A("192.0.2.1")).Address.ToString(), Is.EqualTo("192.0.2.1"));
        Assert.That(One(RecordKinds.Aaaa, ReplyBuilder.A("2001:db8::1")).Address.ToString(), Is.EqualTo("2001:db8::1"));
        Assert.That(One(RecordKinds.Ptr, ReplyBuilder.Wire("host.example")), Is.EqualTo(new NameRecord("host.example")));
        Assert.That(One(RecordKinds.Ns, ReplyBuilder.Wire("ns.example")), Is.EqualTo(new NameRecord("ns.example")));
        Assert.That(One(RecordKinds.Cname, ReplyBuilder.Wire("b.example")), Is.EqualTo(new NameRecord("b.example")));
        Assert.That(One(RecordKinds.Srv, srv), Is.EqualTo(new SrvRecord(1, 2, 993, "imap.example")));
        TlsaRecord tlsa = One(RecordKinds.Tlsa, [3, 1, 1, 0xAB, 0xCD]);
        Assert.That((tlsa.Usage, tlsa.Selector, tlsa.MatchingType, Convert.ToHexString(tlsa.AssociationData.Span)), Is.EqualTo(((byte)3, (byte)1, (byte)1, "ABCD")));
    }

    [Test]
    public void Data_that_its_type_does_not_allow_makes_the_reply_malformed()
    {
        Refuses(RecordKinds.A, [192, 0, 2]);
        Refuses(RecordKinds.A, [192, 0, 2, 1, 0]);
        Refuses(RecordKinds.A, []);
        Refuses(RecordKinds.Aaaa, new byte[15]);
        Refuses(RecordKinds.Aaaa, new byte[4]);
        Refuses(RecordKinds.Txt, []);
        Refuses(RecordKinds.Txt, [2, (byte)'a']);
        Refuses(RecordKinds.Txt, [1, (byte)'a', 255]);
        Refuses(RecordKinds.Mx, []);
        Refuses(RecordKinds.Mx, [0]);
        Refuses(RecordKinds.Mx, [0, 10]);
        Refuses(RecordKinds.Mx, [0, 10, 1, (byte)'a']);
        Refuses(RecordKinds.Mx, [0, 10, 1, (byte)'a', 0, 0]);
        Refuses(RecordKinds.Mx, [0, 10, 0xC0, 0xFF]);
        Refuses(RecordKinds.Ptr, []);
        Refuses(RecordKinds.Ptr, [0xC0]);
        Refuses(RecordKinds.Srv, [0, 1, 0, 2, 0, 3]);
        Refuses(RecordKinds.Srv, [0, 1, 0, 2, 0, 3, 1]);
        Refuses(RecordKinds.Tlsa, [3, 1]);
    }

    [Test]
    public void A_name_that_compresses_into_the_question_is_read()
    {
        // RFC 1035 §4.1.4: 0xC00C is the name of the question.
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.Mx)
            .AnswerAt([0xC0, 12], DnsRecordType.Mx, [0, 10, 2, (byte)'M', (byte)'x', 0xC0, 12]).Build();
        Assert.That(Read(reply, "a.example", RecordKinds.Mx).Records, Is.EqualTo(new[] { new MxRecord(10, "mx.a.example") }));
    }

    [Test]
    public void Aliases_are_followed_in_whatever_order_they_come()
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A)
            .Answer("c.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.1"), 50)
            .Answer("b.example", Cname, ReplyBuilder.Wire("C.example"), 40)
            .Answer("A.example", Cname, ReplyBuilder.Wire("b.example"), 60).Build();
        DnsReply<AddressRecord> result = Read(reply, "a.example", RecordKinds.A);
        Assert.That(result.Records, Has.Count.EqualTo(1));
        Assert.That(result.TimeToLive, Is.EqualTo(TimeSpan.FromSeconds(40)));
    }

    [Test]
    public void An_alias_asked_for_is_not_followed()
    {
        byte[] reply = ReplyBuilder.To("a.example", Cname)
            .Answer("a.example", Cname, ReplyBuilder.Wire("b.example")).Answer("b.example", Cname, ReplyBuilder.Wire("c.example")).Build();
        Assert.That(Read(reply, "a.example", RecordKinds.Cname).Records, Is.EqualTo(new[] { new NameRecord("b.example") }));
    }

    [TestCase(16, DnsReplyStatus.Answer)]
    [TestCase(17, DnsReplyStatus.ServerFailure)]
    public void Aliases_have_a_limit(int aliases, int expected)
    {
        ReplyBuilder reply = ReplyBuilder.To("n0.example", DnsRecordType.A).Answer($"n{aliases}.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.1"));
        for (int i = 0; i < aliases; i++)
        {
            reply.Answer($"n{i}.example", Cname, ReplyBuilder.Wire($"n{i + 1}.example"));
        }

        Assert.That((int)Read(reply.Build(), "n0.example", RecordKinds.A).Status, Is.EqualTo(expected));
    }

    [Test]
    public void A_loop_of_aliases_is_a_failure()
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A)
            .Answer("a.example", Cname, ReplyBuilder.Wire("b.example")).Answer("b.example", Cname, ReplyBuilder.Wire("a.example")).Build();
        Assert.That(Read(reply, "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.ServerFailure));
    }

    [Test]
    public void An_alias_that_leads_out_of_the_reply_says_where()
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A, ReplyBuilder.Authoritative).Answer("a.example", Cname, ReplyBuilder.Wire("b.Test"), 7).Build();
        DnsReply<AddressRecord> result = Read(reply, "a.example", RecordKinds.A);
        Assert.That((result.Status, result.Target, result.TimeToLive), Is.EqualTo((DnsReplyStatus.Alias, "b.test", TimeSpan.FromSeconds(7))));
    }

    [TestCase(0, 600u, 60u, DnsReplyStatus.NoData, 60)]
    [TestCase(0, 60u, 600u, DnsReplyStatus.NoData, 60)]
    [TestCase(3, 600u, 60u, DnsReplyStatus.NxDomain, 60)]
    [TestCase(3, 600u, 0x80000000u, DnsReplyStatus.NxDomain, 0)]
    public void Absence_is_kept_by_the_soa_record(int code, uint ttl, uint minimum, int expected, int seconds)
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A).Code(code).Authority("example", DnsRecordType.Soa, ReplyBuilder.Soa(minimum), ttl).Build();
        DnsReply<AddressRecord> result = Read(reply, "a.example", RecordKinds.A);
        Assert.That(((int)result.Status, result.TimeToLive), Is.EqualTo((expected, TimeSpan.FromSeconds(seconds))));
    }

    [TestCase(0, DnsReplyStatus.NoData)]
    [TestCase(3, DnsReplyStatus.NxDomain)]
    public void Absence_without_an_soa_record_is_not_kept(int code, int expected)
    {
        byte[] bare = ReplyBuilder.To("a.example", DnsRecordType.A).Code(code).Build();
        byte[] foreign = ReplyBuilder.To("a.example", DnsRecordType.A).Code(code).Authority("test", DnsRecordType.Soa, ReplyBuilder.Soa(60)).Build();
        Assert.That(((int)Read(bare, "a.example", RecordKinds.A).Status, Read(bare, "a.example", RecordKinds.A).TimeToLive), Is.EqualTo((expected, TimeSpan.Zero)));
        Assert.That(((int)Read(foreign, "a.example", RecordKinds.A).Status, Read(foreign, "a.example", RecordKinds.A).TimeToLive), Is.EqualTo((expected, TimeSpan.Zero)));
    }

    [Test]
    public void The_target_of_an_alias_can_be_absent()
    {
        ReplyBuilder reply = ReplyBuilder.To("a.example", DnsRecordType.A)
            .Answer("a.example", Cname, ReplyBuilder.Wire("b.test"), 30).Authority("test", DnsRecordType.Soa, ReplyBuilder.Soa(60));
        Assert.That(Read(reply.Build(), "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.NoData));
        DnsReply<AddressRecord> result = Read(reply.Code(3).Build(), "a.example", RecordKinds.A);
        Assert.That((result.Status, result.TimeToLive), Is.EqualTo((DnsReplyStatus.NxDomain, TimeSpan.FromSeconds(30))));
    }

    [Test]
    public void A_referral_says_nothing_about_the_name()
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A, flags: 0x8000).Authority("example", DnsRecordType.Ns, ReplyBuilder.Wire("ns.example")).Build();
        Assert.That(Read(reply, "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.ServerFailure));
    }

    [Test]
    public void Only_records_of_the_name_the_type_and_the_class_count()
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A)
            .Answer("b.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.2"))
            .Answer("a.example", DnsRecordType.Aaaa, ReplyBuilder.A("2001:db8::1"))
            .Answer("a.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.3"), @class: 3)
            .Authority("a.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.4")).Build();
        Assert.That(Read(reply, "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.NoData));
    }

    [Test]
    public void The_same_record_twice_is_one_record()
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.Txt)
            .Answer("a.example", DnsRecordType.Txt, ReplyBuilder.Txt("one"))
            .Answer("a.example", DnsRecordType.Txt, ReplyBuilder.Txt("one"))
            .Answer("a.example", DnsRecordType.Txt, ReplyBuilder.Txt("two"))
            .Answer("a.example", DnsRecordType.Txt, ReplyBuilder.Txt("o", "ne")).Build();
        Assert.That(Read(reply, "a.example", RecordKinds.Txt).Records, Is.EqualTo(new[] { new TxtRecord("one"), new TxtRecord("two") }));
    }

    [TestCase(1, DnsReplyStatus.EdnsRefused)]
    [TestCase(2, DnsReplyStatus.ServerFailure)]
    [TestCase(4, DnsReplyStatus.EdnsRefused)]
    [TestCase(5, DnsReplyStatus.ServerFailure)]
    [TestCase(15, DnsReplyStatus.ServerFailure)]
    public void Other_response_codes_are_failures(int code, int expected)
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A).Answer("a.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.1")).Code(code).Build();
        Assert.That((int)Read(reply, "a.example", RecordKinds.A).Status, Is.EqualTo(expected));
    }

    [Test]
    public void The_opt_record_extends_the_response_code()
    {
        ReplyBuilder reply = ReplyBuilder.To("a.example", DnsRecordType.A).Answer("a.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.1"));
        Assert.That(Read(reply.Opt().Build(), "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.Answer));
        byte[] badVersion = ReplyBuilder.To("a.example", DnsRecordType.A).Opt(0x01000000).Build();
        Assert.That(Read(badVersion, "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.EdnsRefused));
        byte[] other = ReplyBuilder.To("a.example", DnsRecordType.A).Code(3).Opt(0x02000000).Build();
        Assert.That(Read(other, "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.ServerFailure));
        Assert.That(Read(reply.Opt().Build(), "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.Malformed), "two OPT records");
    }

    [Test]
    public void A_truncated_reply_is_asked_for_again_whatever_it_holds()
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A, ReplyBuilder.Recursive | 0x0200)
            .Answer("a.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.1")).Build();
        Assert.That(Read(reply, "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.Truncated));
    }

    [Test]
    public void More_answers_than_anyone_has_are_refused()
    {
        ReplyBuilder reply = ReplyBuilder.To("a.example", DnsRecordType.A);
        for (int i = 0; i < DnsReplyReader.MaxAnswers; i++)
        {
            reply.AnswerAt([0xC0, 12], DnsRecordType.A, [10, 0, (byte)(i >> 8), (byte)i]);
        }

        Assert.That(Read(reply.Build(), "a.example", RecordKinds.A).Records, Has.Count.EqualTo(DnsReplyReader.MaxAnswers));
        reply.AnswerAt([0xC0, 12], DnsRecordType.A, [10, 1, 1, 1]);
        Assert.That(Read(reply.Build(), "a.example", RecordKinds.A).Status, Is.EqualTo(DnsReplyStatus.Malformed));
    }

    [Test]
    public void A_time_to_live_with_the_top_bit_is_zero()
    {
        byte[] reply = ReplyBuilder.To("a.example", DnsRecordType.A).Answer("a.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.1"), 0x80000001).Build();
        Assert.That(Read(reply, "a.example", RecordKinds.A).TimeToLive, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_reply_cut_anywhere_is_malformed()
    {
        byte[] reply = Sample();
        Assert.That(Read(reply, "a.example", RecordKinds.Mx).Records, Has.Count.EqualTo(2));
        for (int length = 0; length < reply.Length; length++)
        {
            Assert.That(Read(reply[..length], "a.example", RecordKinds.Mx).Status, Is.EqualTo(DnsReplyStatus.Malformed), $"{length} octets");
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Whatever_is_sent_is_read_within_bounds(int seed)
    {
        Random random = new(seed);
        byte[] sample = Sample();
        int answers = 0;
        for (int i = 0; i < 30_000; i++)
        {
            byte[] message = Mutate(sample, random);
            Check(Read(message, "a.example", RecordKinds.Mx));
            Check(Read(message, "a.example", RecordKinds.Txt));
            Check(Read(message, "a.example", RecordKinds.Srv));
            Check(Read(message, "a.example", RecordKinds.A));
        }

        Assert.That(answers, Is.GreaterThan(100), "the mutations must not all be refused at once");

        void Check<T>(DnsReply<T> reply)
        {
            bool isSound = Enum.IsDefined(reply.Status)
                && (reply.Status == DnsReplyStatus.Answer) == (reply.Records.Count > 0)
                && reply.Records.Count <= DnsReplyReader.MaxAnswers
                && reply.TimeToLive >= TimeSpan.Zero && reply.TimeToLive <= TimeSpan.FromSeconds(int.MaxValue)
                && (reply.Status == DnsReplyStatus.Alias) == reply.Target is not null
                && (reply.Target is null || DnsName.IsValid(reply.Target));
            if (!isSound)
            {
                Assert.Fail($"{reply}");
            }

            answers += reply.Records.Count;
        }
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        byte[] message = [.. sample];
        for (int edits = random.Next(1, 6); edits > 0; edits--)
        {
            int at = random.Next(2, message.Length);
            message[at] = random.Next(4) switch
            {
                0 => (byte)random.Next(256),
                1 => 0xC0,
                2 => (byte)(message[at] ^ (1 << random.Next(8))),
                _ => (byte)random.Next(64),
            };
        }

        return random.Next(8) == 0 ? message[..random.Next(message.Length)] : message;
    }

    private static byte[] Sample() => ReplyBuilder.To("a.example", DnsRecordType.Mx)
        .AnswerAt([0xC0, 12], Cname, ReplyBuilder.Wire("b.example"))
        .Answer("b.example", DnsRecordType.Mx, [0, 10, 2, (byte)'m', (byte)'x', 0xC0, 12])
        .Answer("b.example", DnsRecordType.Mx, ReplyBuilder.Mx(20, "mx.test"))
        .Answer("b.example", DnsRecordType.Txt, ReplyBuilder.Txt("v=spf1", " -all"))
        .Answer("b.example", DnsRecordType.A, ReplyBuilder.A("192.0.2.1"))
        .Authority("example", DnsRecordType.Soa, ReplyBuilder.Soa(60))
        .Opt().Build();

    private static T One<T>(RecordKind<T> kind, byte[] data)
    {
        byte[] reply = ReplyBuilder.To("a.example", kind.Type).Answer("a.example", kind.Type, data).Build();
        DnsReply<T> result = Read(reply, "a.example", kind);
        Assert.That(result.Status, Is.EqualTo(DnsReplyStatus.Answer));
        return result.Records.Single();
    }

    private static void Refuses<T>(RecordKind<T> kind, byte[] data)
    {
        byte[] reply = ReplyBuilder.To("a.example", kind.Type).Answer("a.example", kind.Type, data).Opt().Build();
        Assert.That(Read(reply, "a.example", kind).Status, Is.EqualTo(DnsReplyStatus.Malformed), Convert.ToHexString(data));
    }

    private static DnsReply<T> Read<T>(byte[] message, string name, RecordKind<T> kind) => DnsReplyReader.Read(message, ReplyBuilder.Wire(name), kind);
}
