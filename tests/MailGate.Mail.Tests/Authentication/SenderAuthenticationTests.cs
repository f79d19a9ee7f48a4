using System.Net;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Arc;
using MailGate.Mail.Authentication;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Iprev;
using MailGate.Mail.Messages;
using MailGate.Mail.Spf;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Authentication;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SenderAuthenticationTests
{
    private const string Message = "From: A <a@author.example>\r\nTo: b@rcpt.example\r\nSubject: hello\r\nDate: Thu, 1 Jan 2026 12:00:00 +0000\r\nMessage-ID: <1@author.example>\r\n\r\nbody\r\n";

    private const string Records = """
        1.2.0.192.in-addr.arpa PTR client.example
        client.example A 192.0.2.1
        client.example TXT "v=spf1 a -all"
        author.example TXT "v=spf1 ip4:192.0.2.1 -all"
        _dmarc.author.example TXT "v=DMARC1; p=reject"
        """;

    private static readonly DkimPrivateKey SigningKey = DkimPrivateKey.FromPem(DkimKeyGenerator.CreatePrivateKeyPem(DkimAlgorithm.Ed25519Sha256));

    private readonly ManualTimeProvider _time = new();
    private readonly FakeDns _dns = new();

    [Test]
    public async Task Everything_is_found_out_and_written_in_the_form_of_RFC_8601()
    {
        _dns.Add(Records);
        byte[] message = Sign(Message, "author.example");

        AuthenticationReport report = await ReportAsync(message, "a@author.example");

        Assert.That(report.Iprev!.Code, Is.EqualTo(IprevResultCode.Pass));
        Assert.That(report.Spf!.Code, Is.EqualTo(SpfResultCode.Pass));
        Assert.That(report.SpfHelo!.Code, Is.EqualTo(SpfResultCode.Pass));
        Assert.That(report.Dkim!.Result, Is.EqualTo(DkimResult.Pass), report.Dkim.Signatures[0].Reason);
        Assert.That(report.Arc!.Result, Is.EqualTo(ArcResult.None));
        Assert.That(report.Dmarc!.Code, Is.EqualTo(DmarcResultCode.Pass));
        Assert.That(report.Dmarc.AlignedBy, Is.EqualTo(DmarcAlignedBy.Spf | DmarcAlignedBy.Dkim));

        HeaderField field = HeaderSection.Parse(Encoding.ASCII.GetBytes(report.ToField("mx.example"))).Fields[0];
        Assert.That(AuthenticationResults.TryParse(field.ValueBytes, out AuthenticationResults? results), Is.True);
        Assert.That(results!.AuthservId, Is.EqualTo("mx.example"));
        Assert.That(
            results.Results.Select(result => $"{result.Method}={result.Result}"),
            Is.EqualTo((string[])["iprev=pass", "spf=pass", "spf=pass", "dkim=pass", "arc=none", "dmarc=pass"]));
    }

    [Test]
    public async Task SPF_for_DMARC_is_MAIL_FROM_and_HELO_only_for_the_null_reverse_path()
    {
        _dns.Add(Records.Replace("client.example TXT \"v=spf1 a -all\"", "author.example A 192.0.2.1", StringComparison.Ordinal));
        byte[] message = Encoding.ASCII.GetBytes(Message);

        AuthenticationReport asAuthor = await ReportAsync(message, "x@other.example", helo: "author.example");
        Assert.That(asAuthor.SpfHelo!.Code, Is.EqualTo(SpfResultCode.Pass));
        Assert.That(asAuthor.Dmarc!.Code, Is.EqualTo(DmarcResultCode.Fail), "ATTACKS B01");

        AuthenticationReport asNull = await ReportAsync(message, "", helo: "author.example");
        Assert.That(asNull.Dmarc!.Code, Is.EqualTo(DmarcResultCode.Pass));
        Assert.That(asNull.ToResults().Count(result => result.Method == "spf"), Is.EqualTo(1), "one check is written once");
    }

    [Test]
    public async Task Each_result_is_worked_out_once_however_many_ask()
    {
        _dns.Add(Records);
        ClientAuthentication client = Service().ForClient(IPAddress.Parse("192.0.2.1"), default);
        MailAuthentication first = client.ForMail("client.example", "a@author.example"), second = client.ForMail("client.example", "b@author.example");

        await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => (Task[])[first.SpfAsync(), first.SpfHeloAsync(), second.SpfHeloAsync(), client.IprevAsync()]));

        Assert.That(_dns.Questions, Has.Count.EqualTo(5), "PTR and A for iprev, TXT and A for HELO, TXT for MAIL FROM");
    }

    [Test]
    public async Task Nobodys_time_out_ends_the_work_of_others()
    {
        TaskCompletionSource answer = new();
        _dns.Add(Records);
        _dns.BeforeAnswer = async (_, cancellation) => await answer.Task.WaitAsync(cancellation);
        MailAuthentication mail = Service().ForClient(IPAddress.Parse("192.0.2.1"), default).ForMail("client.example", "a@author.example");
        using CancellationTokenSource impatient = new();
        Task<SpfResult> given = mail.SpfAsync().WaitAsync(impatient.Token);
        Task<SpfResult> patient = mail.SpfAsync();
        await impatient.CancelAsync();
        answer.SetResult();

        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await patient).Code, Is.EqualTo(SpfResultCode.Pass));
    }

    [TestCase("sealer.example", "author.example", "pass", true)]
    [TestCase("untrusted.example", "author.example", "pass", false)]
    [TestCase("sealer.example", "other.example", "pass", false)]
    [TestCase("sealer.example", "author.example", "fail", false)]
    public async Task A_chain_is_believed_when_its_sealer_is_trusted_and_says_that_DMARC_passed_for_this_author(
        string sealer, string headerFrom, string dmarc, bool trusted)
    {
        _dns.Add(Records);
        byte[] message = Seal(Encoding.ASCII.GetBytes(Message), sealer, $"{sealer}; dmarc={dmarc} header.from={headerFrom}");

        AuthenticationReport report = await ReportAsync(message, "list@forwarder.example", trustedSealers: "sealer.example");

        Assert.That(report.Arc!.Result, Is.EqualTo(ArcResult.Pass), report.Arc.Reason);
        Assert.That(report.Dmarc!.Code, Is.EqualTo(DmarcResultCode.Fail));
        Assert.That(report.IsArcTrusted, Is.EqualTo(trusted));
    }

    [TestCase("sealer.example", "second.example", true)]
    [TestCase("untrusted.example", "sealer.example", false)]
    [TestCase("sealer.example", "untrusted.example", false)]
    public async Task Every_sealer_down_to_the_one_who_says_so_must_be_trusted(string first, string second, bool trusted)
    {
        _dns.Add(Records);
        byte[] message = Seal(Encoding.ASCII.GetBytes(Message), first, $"{first}; dmarc=pass header.from=author.example");
        message = Seal(message, second, $"{second}; arc=pass; dmarc=fail header.from=author.example");

        AuthenticationReport report = await ReportAsync(message, "", trustedSealers: "sealer.example second.example");

        Assert.That(report.Arc!.Result, Is.EqualTo(ArcResult.Pass), report.Arc.Reason);
        Assert.That(report.IsArcTrusted, Is.EqualTo(trusted));
    }

    [Test]
    public async Task Before_the_message_there_is_neither_author_nor_DMARC()
    {
        AuthenticationReport report = await Service().ForClient(IPAddress.Parse("192.0.2.1"), default).ForMail("", "").ReportAsync();

        Assert.That(report.Dmarc, Is.Null);
        Assert.That(report.Dkim, Is.Null);
        Assert.That(report.SpfHelo, Is.Null);
        Assert.That(report.From, Is.Null);
    }

    private async Task<AuthenticationReport> ReportAsync(byte[] message, string reversePath, string helo = "client.example", string trustedSealers = "")
    {
        MailAuthentication mail = Service(trustedSealers).ForClient(IPAddress.Parse("192.0.2.1"), default).ForMail(helo, reversePath);
        HeaderSection header = HeaderSection.Parse(message);
        using MessageVerifier verifier = new(header);
        verifier.Append(message.AsSpan(header.BodyOffset));
        mail.SetMessage(header, verifier);
        return await mail.ReportAsync();
    }

    private SenderAuthentication Service(string trustedSealers = "") => new(_dns, _time, new AuthenticationOptions
    {
        TrustedSealers = trustedSealers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Domain.Parse).ToHashSet(),
    });

    private byte[] Sign(string message, string domain)
    {
        DkimSigner signer = new([Key(domain)]);
        byte[] octets = Encoding.ASCII.GetBytes(message);
        Assert.That(signer.TrySign(octets, _time.GetUtcNow(), out byte[]? fields, out string? error), Is.True, error);
        return [.. fields!, .. octets];
    }

    private byte[] Seal(byte[] message, string domain, string results)
    {
        HeaderSection header = HeaderSection.Parse(message);
        using MessageVerifier verifier = new(header, dkim: false);
        ArcSealer.Request(verifier.Body);
        verifier.Append(message.AsSpan(header.BodyOffset));
        ArcVerification chain = verifier.CompleteAsync(_dns, _time.GetUtcNow(), default).AsTask().GetAwaiter().GetResult().Arc!;
        Assert.That(new ArcSealer(Key(domain)).TrySeal(header, verifier.Body, chain, results, _time.GetUtcNow(), out byte[]? fields, out string? error), Is.True, error);
        return [.. fields!, .. message];
    }

    private DkimSigningKey Key(string domain)
    {
        DkimSigningKey key = new(Domain.Parse(domain), Domain.Parse("s"), SigningKey);
        _dns.AddTxt(key.RecordName, key.Key.RecordText);
        return key;
    }
}
