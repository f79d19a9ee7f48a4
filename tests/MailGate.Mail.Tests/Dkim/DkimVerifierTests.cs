using System.Text;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Dkim;

[TestFixture]
internal sealed class DkimVerifierTests
{
    private const string Message = "From: Alice <alice@example.com>\r\nTo: bob@example.net\r\nSubject: A  test\r\n\r\nHello  Bob,\r\n\r\nthis is a test. \r\n\r\n";
    private const string Tags = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s; h=from:to:subject; bh={bh}";

    private static FakeDns Dns => new FakeDns()
        .AddTxt("s._domainkey.example.com", RawSigner.Rsa.RecordText)
        .AddTxt("e._domainkey.example.com", RawSigner.Ed25519.RecordText);

    [Test]
    public async Task A_result_tells_all_there_is_to_know()
    {
        byte[] message = RawSigner.Sign(Message, Tags + "; i=alice@mail.example.com; t=1700000000; x=1900000000; l=5000");
        DkimSignatureResult result = (await DkimMessage.VerifyAsync(message, Dns)).Signatures[0];
        Assert.That(result.Result, Is.EqualTo(DkimResult.Fail), "l= is beyond the body");
        message = RawSigner.Sign(Message, Tags + "; i=alice@mail.example.com; t=1700000000; x=1900000000");
        result = (await DkimMessage.VerifyAsync(message, Dns)).Signatures[0];
        Assert.That(result.Result, Is.EqualTo(DkimResult.Pass), result.Reason);
        Assert.That(result.Domain!.Ascii, Is.EqualTo("example.com"));
        Assert.That(result.Selector, Is.EqualTo("s"));
        Assert.That(result.Identity, Is.EqualTo("alice@mail.example.com"));
        Assert.That(result.Algorithm, Is.EqualTo("rsa-sha256"));
        Assert.That(result.KeyBits, Is.EqualTo(1024));
        Assert.That(result.SignedFields, Is.EqualTo(new[] { "from", "to", "subject" }));
        Assert.That(result.SignedAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)));
        Assert.That(result.ExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000)));
        Assert.That(result.HeaderB, Has.Length.EqualTo(8));
        Assert.That(Encoding.ASCII.GetString(message), Does.Contain("b=" + result.HeaderB));
        Assert.That((result.AuthenticatesDomain, result.CoversWholeBody, result.IsTesting), Is.EqualTo((true, true, false)));
    }

    [Test]
    public async Task Attacks_b05_a_partial_body_authenticates_only_where_the_options_say_so()
    {
        byte[] message = RawSigner.Sign(Message, Tags + "; l=7");
        byte[] rightHash = RawSigner.Sign(Message, Tags.Replace("{bh}", HashOf(7), StringComparison.Ordinal) + "; l=7");
        Assert.That((await DkimMessage.VerifyAsync(message, Dns)).Signatures[0].Result, Is.EqualTo(DkimResult.Fail));
        DkimSignatureResult strict = (await DkimMessage.VerifyAsync(rightHash, Dns)).Signatures[0];
        Assert.That((strict.Result, strict.CoversWholeBody, strict.AuthenticatesDomain, strict.BodyLength), Is.EqualTo((DkimResult.Pass, false, false, 7L)));
        DkimSignatureResult lax = (await DkimMessage.VerifyAsync(rightHash, Dns, new DkimOptions { AcceptPartialBody = true })).Signatures[0];
        Assert.That((lax.Result, lax.CoversWholeBody, lax.AuthenticatesDomain), Is.EqualTo((DkimResult.Pass, false, true)));
    }

    [Test]
    public async Task Rfc6376_3_6_1_a_testing_key_is_reported()
    {
        FakeDns dns = new FakeDns().AddTxt("s._domainkey.example.com", RawSigner.Rsa.RecordText + "; t=y");
        DkimSignatureResult result = (await DkimMessage.VerifyAsync(RawSigner.Sign(Message, Tags), dns)).Signatures[0];
        Assert.That((result.Result, result.IsTesting), Is.EqualTo((DkimResult.Pass, true)));
    }

    [Test]
    public async Task Attacks_b09_signatures_beyond_the_cap_are_counted_only()
    {
        string junk = string.Concat(Enumerable.Repeat("DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s; h=from; bh=; b=\r\n", 200));
        FakeDns dns = Dns;
        DkimVerification verification = await DkimMessage.VerifyAsync(Encoding.ASCII.GetBytes(junk + Message), dns);
        Assert.That((verification.Signatures.Count, verification.SkippedSignatures), Is.EqualTo((10, 190)));
        Assert.That(dns.Questions, Is.Empty);
    }

    [Test]
    public async Task Attacks_b09_limits_are_policy()
    {
        string names = string.Join(':', Enumerable.Repeat("x", 300));
        DkimSignatureResult result = (await DkimMessage.VerifyAsync(RawSigner.Sign(Message, Tags.Replace(" h=", $" h={names}:", StringComparison.Ordinal)), Dns)).Signatures[0];
        Assert.That((result.Result, result.Reason), Is.EqualTo((DkimResult.Policy, "h= names more than 256 header fields")));
        result = (await DkimMessage.VerifyAsync(RawSigner.Sign(Message, Tags + "; n=" + new string('n', 20_000)), Dns)).Signatures[0];
        Assert.That((result.Result, result.Domain), Is.EqualTo((DkimResult.Policy, (object?)null)));
        result = (await DkimMessage.VerifyAsync(RawSigner.Sign(Message, Tags), Dns, new DkimOptions { MaxHeaderOctets = 300 })).Signatures[0];
        Assert.That(result.Result, Is.EqualTo(DkimResult.Policy));
    }

    [Test]
    public async Task Each_key_is_asked_for_once_and_all_at_the_same_time()
    {
        byte[] message = Encoding.Latin1.GetBytes(Message);
        foreach (string selector in new[] { "s", "e", "s", "e" })
        {
            message = RawSigner.Sign(
                Encoding.Latin1.GetString(message),
                Tags.Replace("s=s", "s=" + selector, StringComparison.Ordinal).Replace("rsa-", selector == "e" ? "ed25519-" : "rsa-", StringComparison.Ordinal),
                selector == "e" ? RawSigner.Ed25519 : RawSigner.Rsa);
        }

        FakeDns dns = Dns;
        TaskCompletionSource allAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        dns.BeforeAnswer = async (_, _) =>
        {
            if (Interlocked.Increment(ref asked) == 2)
            {
                allAsked.SetResult();
            }

            await allAsked.Task;
        };
        DkimVerification verification = await DkimMessage.VerifyAsync(message, dns);
        Assert.That(verification.Signatures.Select(signature => signature.Result), Is.All.EqualTo(DkimResult.Pass));
        Assert.That(dns.Questions.Select(question => question.Name).Order(), Is.EqualTo(new[] { "e._domainkey.example.com", "s._domainkey.example.com" }));
    }

    [Test]
    public async Task A_key_is_imported_once_for_many_messages()
    {
        DkimOptions options = new();
        byte[] message = RawSigner.Sign(Message, Tags);
        await DkimMessage.VerifyAsync(message, Dns, options);
        DkimKeyRecord? first = options.Keys.Read(RawSigner.Rsa.RecordText, 8192, out _);
        await DkimMessage.VerifyAsync(message, Dns, options);
        Assert.That(options.Keys.Count, Is.EqualTo(1));
        Assert.That(options.Keys.Read(RawSigner.Rsa.RecordText, 8192, out _), Is.SameAs(first));
    }

    [Test]
    public async Task Every_split_of_the_body_gives_the_same_results()
    {
        byte[] message = RawSigner.Sign(Message, Tags);
        message = RawSigner.Sign(Encoding.Latin1.GetString(message), Tags.Replace("bh={bh}", "bh=" + HashOf(9) + "; l=9", StringComparison.Ordinal));
        HeaderSection headers = HeaderSection.Parse(message);
        for (int split = headers.BodyOffset; split <= message.Length; split++)
        {
            using DkimVerifier verifier = new(headers, new DkimOptions());
            verifier.Append(message.AsSpan(headers.BodyOffset, split - headers.BodyOffset));
            verifier.Append(message.AsSpan(split));
            DkimVerification verification = await verifier.CompleteAsync(Dns, DkimMessage.Now, CancellationToken.None);
            Assert.That(verification.Signatures.Select(signature => signature.Result), Is.EqualTo(new[] { DkimResult.Pass, DkimResult.Pass }), $"split at {split}");
        }
    }

    [Test]
    public async Task Rfc6376_6_1_the_message_has_the_best_result_of_its_signatures()
    {
        byte[] good = RawSigner.Sign(Message, Tags);
        Assert.That((await DkimMessage.VerifyAsync(Encoding.Latin1.GetBytes(Message), Dns)).Result, Is.EqualTo(DkimResult.None));
        Assert.That((await DkimMessage.VerifyAsync(good, Dns)).Result, Is.EqualTo(DkimResult.Pass));
        Assert.That((await DkimMessage.VerifyAsync(good, new FakeDns())).Result, Is.EqualTo(DkimResult.PermError));
        byte[] lateKey = RawSigner.Sign(Encoding.Latin1.GetString(good), Tags.Replace("s=s", "s=late", StringComparison.Ordinal));
        FakeDns late = new FakeDns().Fail("late._domainkey.example.com", DnsStatus.Timeout);
        Assert.That((await DkimMessage.VerifyAsync(lateKey, late)).Result, Is.EqualTo(DkimResult.TempError));
        late.AddTxt("s._domainkey.example.com", RawSigner.Rsa.RecordText);
        Assert.That((await DkimMessage.VerifyAsync(lateKey, late)).Result, Is.EqualTo(DkimResult.Pass));
    }

    [TestCase("Subject: A  test", "Subject: [list] A  test", "words were put before the Subject")]
    [TestCase("Subject: A  test", "Subject: ***SPAM*** Re: A  test", "words were put before the Subject")]
    [TestCase("To: bob@example.net", "To: bob@example.net\r\nCc: carol@example.net", "a cc field was added")]
    [TestCase("To: bob@example.net", "To: bob@example.net\r\nTo: carol@example.net", "a to field was added")]
    [TestCase("To: bob@example.net", "To: bobby@example.net", "one of these fields or the signature itself was changed: cc, from, subject, to")]
    public async Task Rfc6376_6_3_a_failure_is_explained_as_far_as_it_can_be(string signed, string sent, string explanation)
    {
        byte[] message = RawSigner.Sign(Message, Tags.Replace("from:to:subject", "from:to:subject:cc:to", StringComparison.Ordinal));
        byte[] changed = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message).Replace(signed, sent, StringComparison.Ordinal));
        DkimSignatureResult result = (await DkimMessage.VerifyAsync(changed, Dns, new DkimOptions { ExplainFailures = true })).Signatures[0];
        Assert.That(result.Result, Is.EqualTo(DkimResult.Fail));
        Assert.That(result.Reason, Does.Contain(explanation));
        Assert.That((await DkimMessage.VerifyAsync(changed, Dns)).Signatures[0].Reason, Does.Contain("one of these fields"));
    }

    [Test]
    public void Attacks_b09_header_work_grows_with_the_header_section_not_faster()
    {
        // The worst that fits the limits: ten signatures, each with as many names as may be, over one field name that fills the section.
        static long Work(int fields)
        {
            string names = string.Join(':', Enumerable.Repeat("x", 250));
            string signature = $"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s; h=from:{names}; bh={HashOf(0)}; b=AAAA\r\n";
            string section = string.Concat(Enumerable.Repeat(signature, 200)) + string.Concat(Enumerable.Repeat("x: y y\r\n", fields)) + Message;
            byte[] message = Encoding.ASCII.GetBytes(section);
            HeaderSection headers = HeaderSection.Parse(message);
            SignatureContext context = new(headers, new BodyHasher(), new DkimOptions());
            using DkimVerifier verifier = new(context);
            verifier.Append(message.AsSpan(headers.BodyOffset));
            ValueTask<DkimVerification> verification = verifier.CompleteAsync(new KeyFetcher(Dns, context.Options, CancellationToken.None), DkimMessage.Now);
            Assert.That(verification.IsCompletedSuccessfully, Is.True);
            return context.HeaderWork;
        }

        long small = Work(1_000), large = Work(10_000);
        Assert.That(small, Is.GreaterThan(0));
        Assert.That(large, Is.LessThanOrEqualTo(small * 11));
        Assert.That(large, Is.LessThan(100_000), "ten signatures of 251 fields, and each field canonicalized once");
    }

    [Test]
    public void Random_signatures_never_throw_and_never_pass()
    {
        Random random = new(6376_8301);
        string valid = Tags.Replace("{bh}", HashOf(0), StringComparison.Ordinal) + "; t=1; x=9; l=3; q=dns/txt; i=@example.com; z=From:a|To:b; b=AAAA";
        for (int round = 0; round < 3000; round++)
        {
            char[] text = valid.ToCharArray();
            for (int change = random.Next(6); change >= 0; change--)
            {
                text[random.Next(text.Length)] = " \t;=:,@/.*0aZ|\u0000\u00ff\u0080\"\\"[random.Next(19)];
            }

            byte[] message = Encoding.Latin1.GetBytes("DKIM-Signature: " + new string(text, 0, random.Next(text.Length)) + "\r\n" + Message);
            ValueTask<DkimVerification> verification = DkimMessage.VerifyAsync(message, Dns) is { IsCompleted: true } done
                ? new ValueTask<DkimVerification>(done) : throw new InvalidOperationException("a fake DNS answers at once");
            DkimSignatureResult result = verification.Result.Signatures[0];
            Assert.That(result.Result, Is.Not.EqualTo(DkimResult.Pass).And.Not.EqualTo(DkimResult.None));
            Assert.That(result.Reason.Any(char.IsControl), Is.False);
            Assert.That(result.Identity?.Any(char.IsControl) ?? false, Is.False);
        }
    }

    // The hash of the first canonical octets of the body.
    private static string HashOf(int octets) => Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(
        Canonical.OfBody(Encoding.Latin1.GetBytes(Message[(Message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]), Canonicalization.Relaxed).AsSpan(0, octets)));
}
