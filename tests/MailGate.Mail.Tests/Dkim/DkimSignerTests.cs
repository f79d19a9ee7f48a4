using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dkim;

[TestFixture]
internal sealed class DkimSignerTests
{
    private static readonly byte[] Message = DkimMessage.WithCrLf("""
        Received: from a.example by b.example; Thu, 28 May 2026 20:26:40 +0000
        From: Alice <alice@example.com>
        To: bob@example.net,
        	carol@example.net
        Subject:  A test
        Date: Thu, 28 May 2026 20:26:40 +0000
        Message-ID: <1@example.com>
        List-Id: <list.example.com>

        Hello  Bob,

        this is a test. 


        """);

    private static readonly DkimSigningKey Rsa = new(Domain.Parse("example.com"), Domain.Parse("r"), RawSigner.Rsa);
    private static readonly DkimSigningKey Ed = new(Domain.Parse("example.com"), Domain.Parse("e"), RawSigner.Ed25519);

    private static FakeDns Dns => new FakeDns().AddTxt(Rsa.RecordName, Rsa.Key.RecordText).AddTxt(Ed.RecordName, Ed.Key.RecordText);

    [Test]
    public async Task What_it_signs_verifies([Values] Canonicalization header, [Values] Canonicalization body)
    {
        DkimSignerOptions options = new() { HeaderCanonicalization = header, BodyCanonicalization = body, Lifetime = TimeSpan.FromDays(7) };
        byte[] signed = Sign(Message, options, Rsa, Ed);
        DkimVerification verification = await DkimMessage.VerifyAsync(signed, Dns);
        Assert.That(verification.Signatures.Select(signature => signature.Result), Is.EqualTo(new[] { DkimResult.Pass, DkimResult.Pass }), verification.Signatures[0].Reason);
        Assert.That(verification.Signatures.Select(signature => signature.Algorithm), Is.EqualTo(new[] { "rsa-sha256", "ed25519-sha256" }));
        Assert.That(verification.Signatures[0].ExpiresAt, Is.EqualTo(DkimMessage.Now.AddDays(7)));
        DkimVerification later = await DkimMessage.VerifyAsync(signed, Dns, now: DkimMessage.Now.AddDays(8));
        Assert.That(later.Result, Is.EqualTo(DkimResult.PermError));
    }

    [TestCase("From: eve@example.org")]
    [TestCase("Subject: another")]
    [TestCase("Content-Type: text/html")]
    [TestCase("Cc: dan@example.net")]
    [TestCase("Reply-To: eve@example.org")]
    public async Task Attacks_b06_nothing_that_readers_see_can_be_added(string field)
    {
        byte[] changed = [.. Encoding.ASCII.GetBytes(field + "\r\n"), .. Sign(Message, null, Rsa)];
        Assert.That((await DkimMessage.VerifyAsync(changed, Dns)).Result, Is.EqualTo(DkimResult.Fail));
    }

    [TestCase("Received: from x.example by y.example; Thu, 28 May 2026 20:26:40 +0000")]
    [TestCase("X-Spam-Status: No")]
    public async Task Trace_fields_can_be_added(string field)
    {
        byte[] changed = [.. Encoding.ASCII.GetBytes(field + "\r\n"), .. Sign(Message, null, Rsa)];
        Assert.That((await DkimMessage.VerifyAsync(changed, Dns)).Result, Is.EqualTo(DkimResult.Pass));
    }

    [Test]
    public void Rfc5322_2_1_1_lines_are_short_and_the_field_is_ascii()
    {
        string signed = Encoding.Latin1.GetString(Sign(Message, new DkimSignerOptions { Lifetime = TimeSpan.FromDays(1) }, Rsa, Ed));
        string fields = signed[..signed.IndexOf("Received:", StringComparison.Ordinal)];
        Assert.That(fields, Does.EndWith("\r\n"));
        foreach (string line in fields.Split("\r\n"))
        {
            Assert.That(line, Has.Length.LessThanOrEqualTo(78));
            Assert.That(line.All(letter => letter is >= ' ' and <= '~' or '\t'), Is.True);
            Assert.That(line.TrimEnd(), Is.EqualTo(line));
        }
    }

    [TestCase("To: bob@example.net\r\n\r\nx", "0 From fields")]
    [TestCase("From: a@example.com\r\nFrom: b@example.com\r\n\r\nx", "2 From fields")]
    [TestCase("From: a@example.com\r\nno field\r\n\r\nx", "no header field")]
    public void A_message_that_nobody_should_vouch_for_is_not_signed(string message, string reason)
    {
        DkimSigner signer = new([Rsa]);
        Assert.That(signer.TrySign(Encoding.ASCII.GetBytes(message), DkimMessage.Now, out byte[]? fields, out string? error), Is.False);
        Assert.That(fields, Is.Null);
        Assert.That(error, Does.Contain(reason));
    }

    [Test]
    public void Absurdly_many_fields_are_not_signed()
    {
        byte[] message = Encoding.ASCII.GetBytes("From: a@example.com\r\n" + string.Concat(Enumerable.Repeat("References: <1@example.com>\r\n", 300)) + "\r\nx");
        Assert.That(new DkimSigner([Rsa]).TrySign(message, DkimMessage.Now, out _, out string? error), Is.False);
        Assert.That(error, Does.Contain("too many"));
    }

    [TestCase("Bad Name")]
    [TestCase("Bad:Name")]
    [TestCase("X-Inject\r\nEvil")]
    [TestCase("")]
    public void Attacks_a05_a_name_that_is_no_field_name_is_an_error_of_the_options(string name) =>
        Assert.That(() => new DkimSigner([Rsa], new DkimSignerOptions { SignedFields = [name] }), Throws.ArgumentException);

    [Test]
    public void From_must_be_signed() =>
        Assert.That(() => new DkimSigner([Rsa], new DkimSignerOptions { OversignedFields = ["To"] }), Throws.ArgumentException);

    [Test]
    public void Rfc8463_a_the_example_of_the_standard_is_signed_octet_by_octet()
    {
        // RFC 8463 §A.2: the secret key of RFC 8032 §7.1 test 1.
        byte[] seed = Convert.FromBase64String("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
        DkimPrivateKey key = DkimPrivateKey.FromPem(MailGate.Mail.Crypto.PrivateKeyPem.WriteEd25519(seed));
        Assert.That(key.RecordText, Is.EqualTo("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="));
        string message = "From: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\nSubject: Is dinner ready?\r\n"
            + "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\nMessage-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\n"
            + "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
        string tags = "v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
            + " subject : date : message-id : from : subject : date;\r\n bh={bh};\r\n";
        string signed = Encoding.ASCII.GetString(RawSigner.Sign(message, tags.TrimEnd('\n', '\r', ';'), key));
        Assert.That(signed, Does.Contain("bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="));
        Assert.That(signed, Does.Contain("b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="));
    }

    [Test]
    public async Task The_body_hash_can_come_from_the_pass_of_the_verifier()
    {
        HeaderSection headers = HeaderSection.Parse(Message);
        DkimSigner signer = new([Ed]);
        using BodyHasher body = new();
        signer.Request(body);
        foreach (byte octet in Message.AsSpan(headers.BodyOffset).ToArray())
        {
            body.Append([octet]);
        }

        body.Finish();
        Assert.That(signer.TrySign(headers, body, DkimMessage.Now, out byte[]? fields, out _), Is.True);
        Assert.That((await DkimMessage.VerifyAsync([.. fields!, .. Message], Dns)).Result, Is.EqualTo(DkimResult.Pass));
    }

    private static byte[] Sign(byte[] message, DkimSignerOptions? options, params DkimSigningKey[] keys)
    {
        Assert.That(new DkimSigner(keys, options).TrySign(message, DkimMessage.Now, out byte[]? fields, out string? error), Is.True, error);
        return [.. fields!, .. message];
    }
}
