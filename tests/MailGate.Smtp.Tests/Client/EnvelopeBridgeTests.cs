using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class EnvelopeBridgeTests
{
    private static readonly MailParameters All = new()
    {
        Size = 1000, Body = BodyType.EightBitMime, SmtpUtf8 = true, RequireTls = true, Ret = "FULL", EnvelopeId = "x", Auth = "<>",
    };

    [Test]
    public void A_downstream_that_has_everything_gets_everything()
    {
        var everything = new EhloKeywords { Extensions = (Extensions)0xffff };

        Assert.That(Bridge("jos\u00e9@b\u00fccher.example", All, everything, isUnderTls: true), Is.EqualTo("MAIL jos\u00e9@b\u00fccher.example None"));
    }

    // client's address, parameters, what the downstream has, what becomes of it
    [TestCase("a@b.example", "size", Extensions.None, "a@b.example - Size")]
    [TestCase("a@b.example", "size", Extensions.Size, "a@b.example SIZE None")]
    [TestCase("a@b.example", "size0", Extensions.Size, "a@b.example - Size")]
    [TestCase("a@b.example", "8bit", Extensions.None, "a@b.example - Body")]
    [TestCase("a@b.example", "8bit", Extensions.EightBitMime, "a@b.example BODY None")]
    [TestCase("a@b.example", "utf8", Extensions.None, "a@b.example - SmtpUtf8")]
    [TestCase("a@b.example", "utf8", Extensions.SmtpUtf8, "a@b.example SMTPUTF8 None")]
    [TestCase("a@b\u00fccher.example", "utf8", Extensions.None, "a@xn--bcher-kva.example - SmtpUtf8, UnicodeDomain")]
    [TestCase("jos\u00e9@b.example", "utf8", Extensions.None, "550 5.6.7")]
    [TestCase("a@b.example", "tls", Extensions.None, "550 5.7.30")]
    [TestCase("a@b.example", "tls", Extensions.RequireTls, "a@b.example REQUIRETLS None")]
    [TestCase("a@b.example", "dsn", Extensions.None, "a@b.example - Dsn")]
    [TestCase("a@b.example", "dsn", Extensions.Dsn, "a@b.example RET ENVID None")]
    [TestCase("a@b.example", "auth", Extensions.None, "a@b.example - Auth")]
    [TestCase("a@b.example", "auth", Extensions.Auth, "a@b.example AUTH None")]
    public void Each_parameter_is_carried_dropped_or_refused(string address, string used, Extensions downstream, string expected)
    {
        MailParameters parameters = used switch
        {
            "size" => new MailParameters { Size = 1000 },
            "size0" => new MailParameters { Size = 0 },
            "8bit" => new MailParameters { Body = BodyType.EightBitMime },
            "utf8" => new MailParameters { SmtpUtf8 = true },
            "tls" => new MailParameters { RequireTls = true },
            "dsn" => new MailParameters { Ret = "HDRS", EnvelopeId = "x" },
            _ => new MailParameters { Auth = "<>" },
        };

        bool isBridged = EnvelopeBridge.TryBridge(
            Path(address), parameters, new EhloKeywords { Extensions = downstream }, true, BridgePolicy.Default, out MailCommand? mail, out Reply? refusal, out DroppedParameters dropped);

        Assert.That(isBridged ? $"{mail!.ReversePath} {Words(mail.Parameters)} {dropped}" : $"{(int)refusal!.Code} {refusal.Status}", Is.EqualTo(expected));
    }

    [TestCase(10_001, "552 5.3.4")]
    [TestCase(10_000, "MAIL a@b.example None")]
    public void A_size_beyond_the_learnt_limit_is_refused_early(long size, string expected) => Assert.That(
        Bridge("a@b.example", new MailParameters { Size = size }, new EhloKeywords { Extensions = Extensions.Size, MaxMessageOctets = 10_000 }), Is.EqualTo(expected));

    [Test]
    public void Requiretls_ends_at_a_trusted_path_only_when_policy_says_so_and_needs_tls_itself()
    {
        var used = new MailParameters { RequireTls = true };
        var offers = new EhloKeywords { Extensions = Extensions.RequireTls };

        Assert.That(Bridge("a@b.example", used, offers, isUnderTls: false), Is.EqualTo("550 5.7.30"));
        Assert.That(Bridge("a@b.example", used, EhloKeywords.None, policy: new BridgePolicy(TrustedPath: true)), Is.EqualTo("MAIL a@b.example RequireTls"));
    }

    [Test]
    public void The_null_reverse_path_is_carried() => Assert.That(Bridge("", MailParameters.None, EhloKeywords.None), Is.EqualTo("MAIL  None"));

    [TestCase("SUCCESS,FAILURE", DroppedParameters.NotifySuccess)]
    [TestCase("NEVER", DroppedParameters.Dsn)]
    public void Notices_that_a_downstream_does_not_know_are_not_dropped_in_silence(string notify, DroppedParameters expected)
    {
        bool isBridged = EnvelopeBridge.TryBridge(
            Forward("b@example.com"), new RcptParameters { Notify = notify }, false, EhloKeywords.None, out RcptCommand? rcpt, out _, out DroppedParameters dropped);

        Assert.That(isBridged);
        Assert.That(rcpt!.Parameters, Is.EqualTo(RcptParameters.None));
        Assert.That(dropped, Is.EqualTo(expected));
    }

    [TestCase(true, Extensions.SmtpUtf8, "\u00fc@b.example")]
    [TestCase(true, Extensions.None, "550 5.6.7")]
    [TestCase(false, Extensions.SmtpUtf8, "550 5.6.7")]
    public void A_recipient_with_a_utf8_local_part_is_refused_at_rcpt_where_it_cannot_go(bool usesUtf8, Extensions downstream, string expected)
    {
        bool isBridged = EnvelopeBridge.TryBridge(
            Forward("\u00fc@b.example"), RcptParameters.None, usesUtf8, new EhloKeywords { Extensions = downstream }, out RcptCommand? rcpt, out Reply? refusal, out _);

        Assert.That(isBridged ? rcpt!.ForwardPath : $"{(int)refusal!.Code} {refusal.Status}", Is.EqualTo(expected));
    }

    [TestCase(false, true, false, false, null)]
    [TestCase(false, true, false, true, "550 5.6.3")]
    [TestCase(false, false, false, true, null)]
    [TestCase(true, false, true, false, "550 5.6.7")]
    [TestCase(true, false, false, false, null)]
    [TestCase(false, false, true, false, null)]
    [TestCase(false, false, true, true, "550 5.6.3")]
    public void The_message_itself_is_judged_for_a_downstream_with_nothing(bool usesUtf8, bool eightBitBody, bool utf8Header, bool refusesEightBit, string? expected)
    {
        var used = new MailParameters { SmtpUtf8 = usesUtf8 };
        var policy = new BridgePolicy(RefuseEightBit: refusesEightBit);

        Reply? refusal = EnvelopeBridge.Judge(new ContentFacts(utf8Header, eightBitBody), used, EhloKeywords.None, policy);

        Assert.That(refusal is null ? null : $"{(int)refusal.Code} {refusal.Status}", Is.EqualTo(expected));
        Assert.That(refusal is null || EnvelopeBridge.NeedsFacts(used, EhloKeywords.None, policy), "what is not looked at cannot be refused");
    }

    [Test]
    public void A_downstream_with_both_extensions_is_never_looked_through_for()
    {
        var keywords = new EhloKeywords { Extensions = Extensions.SmtpUtf8 | Extensions.EightBitMime };

        Assert.That(EnvelopeBridge.NeedsFacts(new MailParameters { SmtpUtf8 = true }, keywords, new BridgePolicy(RefuseEightBit: true)), Is.False);
    }

    private static string Bridge(string address, MailParameters used, EhloKeywords downstream, bool isUnderTls = true, BridgePolicy? policy = null) =>
        EnvelopeBridge.TryBridge(Path(address), used, downstream, isUnderTls, policy ?? BridgePolicy.Default, out MailCommand? mail, out Reply? refusal, out DroppedParameters dropped)
            ? $"MAIL {mail.ReversePath} {dropped}"
            : $"{(int)refusal.Code} {refusal.Status}";

    private static string Words(MailParameters p)
    {
        string words = string.Join(' ', new[]
        {
            p.Size is null ? "" : "SIZE", p.Body == BodyType.Unspecified ? "" : "BODY", p.SmtpUtf8 ? "SMTPUTF8" : "", p.RequireTls ? "REQUIRETLS" : "",
            p.Ret is null ? "" : "RET", p.EnvelopeId is null ? "" : "ENVID", p.Auth is null ? "" : "AUTH",
        }.Where(w => w.Length > 0));
        return words.Length == 0 ? "-" : words;
    }

    private static ReversePath Path(string address) => address.Length == 0 ? ReversePath.Null : new ReversePath(TestAddress.Mailbox(address));

    private static ForwardPath Forward(string address) => new(TestAddress.Mailbox(address));
}
