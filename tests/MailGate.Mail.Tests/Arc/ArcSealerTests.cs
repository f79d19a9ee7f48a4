using System.Security.Cryptography;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;
using MailGate.Mail.Tests.Dkim;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Arc;

[TestFixture]
internal sealed class ArcSealerTests
{
    private const string Message = "From: Alice <alice@example.com>\r\nTo: bob@example.net\r\nSubject: A  test\r\n\r\nHello  Bob,\r\n\r\nthis is a test. \r\n\r\n";

    private static readonly DkimSigningKey Rsa = new(Domain.Parse("one.example"), Domain.Parse("r"), RawSigner.Rsa);
    private static readonly DkimSigningKey Ed = new(Domain.Parse("two.example"), Domain.Parse("e"), RawSigner.Ed25519);

    private static FakeDns Dns => new FakeDns().AddTxt(Rsa.RecordName, Rsa.Key.RecordText).AddTxt(Ed.RecordName, Ed.Key.RecordText);

    [Test]
    public async Task Rfc8617_5_1_a_chain_of_several_sealers_validates()
    {
        byte[] message = Encoding.ASCII.GetBytes(Message);
        for (int instance = 1; instance <= 5; instance++)
        {
            message = await SealAsync(message, instance % 2 == 0 ? Ed : Rsa, $"mx{instance}.example; spf=pass smtp.mailfrom=example.com;\r\n\tdkim=pass header.d=example.com");
            ArcVerification verification = await ValidateAsync(message);
            Assert.That(verification.Result, Is.EqualTo(ArcResult.Pass), verification.Reason);
            Assert.That((verification.HighestInstance, verification.OldestPass), Is.EqualTo((instance, (int?)0)));
            Assert.That(verification.Instances.Select(set => set.Instance), Is.EqualTo(Enumerable.Range(1, instance)));
            Assert.That(verification.Instances.Select(set => set.ChainStatus), Is.EqualTo(Enumerable.Range(1, instance).Select(i => i == 1 ? ArcResult.None : ArcResult.Pass)));
            Assert.That(verification.Instances[^1].Domain, Is.EqualTo(instance % 2 == 0 ? Ed.Domain : Rsa.Domain));
            Assert.That(verification.Instances[^1].AuthenticationResults, Is.EqualTo($"mx{instance}.example; spf=pass smtp.mailfrom=example.com;\tdkim=pass header.d=example.com"));
        }
    }

    [Test]
    public async Task Rfc8617_5_2_the_oldest_pass_says_where_the_message_was_changed()
    {
        byte[] message = await SealAsync(Encoding.ASCII.GetBytes(Message), Rsa, "a.example; none");
        message = await SealAsync(message, Ed, "b.example; none");
        message = [.. message, .. "-- \r\nThe list\r\n"u8];
        Assert.That((await ValidateAsync(message)).Result, Is.EqualTo(ArcResult.Fail));
        // A sealer that changed the message itself vouches for the chain as it was when it came.
        message = await SealAsync(message, Rsa, "c.example; none", new ArcVerification { Result = ArcResult.Pass, Reason = "", HighestInstance = 2 });
        ArcVerification verification = await ValidateAsync(message);
        Assert.That((verification.Result, verification.OldestPass), Is.EqualTo((ArcResult.Pass, (int?)3)), verification.Reason);
        message = await SealAsync(message, Rsa, "d.example; none");
        verification = await ValidateAsync(message);
        Assert.That((verification.Result, verification.OldestPass), Is.EqualTo((ArcResult.Pass, (int?)3)));
    }

    [Test]
    public async Task Rfc8617_5_1_2_a_broken_chain_is_sealed_as_failed_once()
    {
        byte[] message = await SealAsync(Encoding.ASCII.GetBytes(Message), Rsa, "a.example; none");
        message = [.. message, .. "changed\r\n"u8];
        message = await SealAsync(message, Ed, "b.example; arc=fail");
        Assert.That(Encoding.ASCII.GetString(message), Does.Contain("cv=fail"));
        ArcVerification verification = await ValidateAsync(message);
        Assert.That((verification.Result, verification.IsSealedAsFailed, verification.HighestInstance), Is.EqualTo((ArcResult.Fail, true, 2)));
        Assert.That(TrySeal(message, Rsa, "c.example; none", verification, out _, out string? error), Is.False);
        Assert.That(error, Does.Contain("failed already"));
    }

    [Test]
    public async Task Rfc8617_5_1_2_the_seal_of_a_broken_chain_covers_its_own_set_only()
    {
        byte[] message = await SealAsync(Encoding.ASCII.GetBytes(Message), Rsa, "a.example; none");
        message = await SealAsync([.. message, .. "changed\r\n"u8], Rsa, "b.example; arc=fail");
        HeaderField[] set = [.. HeaderSection.Parse(message).Fields.Take(3)];
        Assert.That(set.Select(field => field.Name), Is.EqualTo(new[] { "ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results" }));
        ArcSeal seal = ArcSeal.Read(set[0], new DkimOptions());
        using PooledBuffer signed = new(1024);
        HeaderCanonicalizer.Append(signed, set[2], Canonicalization.Relaxed);
        HeaderCanonicalizer.Append(signed, set[1], Canonicalization.Relaxed);
        HeaderCanonicalizer.AppendUnsigned(signed, set[0], seal.SignatureStart, seal.SignatureEnd, Canonicalization.Relaxed);
        Assert.That(DkimKeyRecord.TryParse(Rsa.Key.RecordText, out DkimKeyRecord? record, out _), Is.True);
        Assert.That(record!.Key!.Verify(SHA256.HashData(signed.Written), seal.Signature), Is.True);
    }

    [TestCase("", ArcResult.Pass)]
    [TestCase("from", ArcResult.Fail)]
    public async Task Rfc8617_4_1_3_a_seal_with_h_fails_though_it_verifies(string names, ArcResult expected)
    {
        byte[] message = await SealAsync(Encoding.ASCII.GetBytes(Message), Rsa, "a.example; none");
        HeaderSection headers = HeaderSection.Parse(message);
        FoldedField field = new FoldedField("ARC-Seal").Tag("i", "1").Tag("a", "rsa-sha256").Tag("cv", "none").Tag("d", "one.example").Tag("s", "r");
        if (names.Length > 0)
        {
            field.Tag("h", names);
        }

        using PooledBuffer signed = new(1024);
        HeaderCanonicalizer.Append(signed, headers.Fields[2], Canonicalization.Relaxed);
        HeaderCanonicalizer.Append(signed, headers.Fields[1], Canonicalization.Relaxed);
        byte[] seal = Encoding.ASCII.GetBytes(SignatureWriter.Sign(field, signed, Canonicalization.Relaxed, Rsa.Key));
        byte[] resealed = [.. seal, .. message.AsSpan(headers.Fields[0].Raw.Length)];
        Assert.That((await ValidateAsync(resealed)).Result, Is.EqualTo(expected));
    }

    [Test]
    public async Task Rfc8617_4_2_1_the_fiftieth_set_is_the_last()
    {
        byte[] message = Encoding.ASCII.GetBytes(Message);
        for (int instance = 1; instance <= 50; instance++)
        {
            message = await SealAsync(message, Ed, "a.example; none", instance == 1 ? null : new ArcVerification { Result = ArcResult.Pass, Reason = "", HighestInstance = instance - 1 });
        }

        FakeDns dns = Dns;
        ArcVerification verification = await ValidateAsync(message, dns);
        Assert.That((verification.Result, verification.HighestInstance), Is.EqualTo((ArcResult.Pass, 50)), verification.Reason);
        Assert.That(dns.Questions, Has.Count.EqualTo(1));
        Assert.That(TrySeal(message, Rsa, "c.example; none", verification, out _, out string? error), Is.False);
        Assert.That(error, Does.Contain("50 sets"));
    }

    [Test]
    public async Task Attacks_b12_any_change_of_an_older_set_breaks_the_chain()
    {
        byte[] message = Encoding.ASCII.GetBytes(Message);
        foreach (string name in new[] { "first.example", "second.example", "third.example" })
        {
            message = await SealAsync(message, Rsa, name + "; dmarc=fail");
        }

        string text = Encoding.ASCII.GetString(message);
        foreach (string changed in new[]
        {
            text.Replace("first.example; dmarc=fail", "first.example; dmarc=pass", StringComparison.Ordinal),
            text.Replace("i=2; second.example", "i=2; secund.example", StringComparison.Ordinal),
            text.Replace("i=1;", "i=4;", StringComparison.Ordinal),
            text.Replace("cv=none", "cv=pass", StringComparison.Ordinal),
            text[text.IndexOf("ARC-Seal: i=2", StringComparison.Ordinal)..].Replace("Hello", "Bye", StringComparison.Ordinal),
        })
        {
            Assert.That(changed, Is.Not.EqualTo(text));
            Assert.That((await ValidateAsync(Encoding.ASCII.GetBytes(changed))).Result, Is.EqualTo(ArcResult.Fail));
        }
    }

    [Test]
    public async Task Rfc8617_5_2_1_trouble_with_the_dns_fails_but_is_told()
    {
        byte[] message = await SealAsync(Encoding.ASCII.GetBytes(Message), Rsa, "a.example; none");
        ArcVerification verification = await ValidateAsync(message, new FakeDns().Fail(Rsa.RecordName, DnsStatus.Timeout));
        Assert.That((verification.Result, verification.IsTemporaryFailure), Is.EqualTo((ArcResult.Fail, true)));
        verification = await ValidateAsync(message, new FakeDns());
        Assert.That((verification.Result, verification.IsTemporaryFailure), Is.EqualTo((ArcResult.Fail, false)));
    }

    [Test]
    public async Task Attacks_b09_a_forged_chain_costs_two_questions()
    {
        StringBuilder forged = new();
        for (int i = 50; i >= 1; i--)
        {
            forged.Append($"ARC-Seal: i={i}; a=rsa-sha256; cv={(i == 1 ? "none" : "pass")}; d=d{i}.example; s=s; b=AAAA\r\n")
                .Append($"ARC-Message-Signature: i={i}; a=rsa-sha256; c=relaxed/relaxed; d=m{i}.example; s=s; h=from; bh={Convert.ToBase64String(new byte[32])}; b=AAAA\r\n")
                .Append($"ARC-Authentication-Results: i={i}; x.example; dmarc=pass\r\n");
        }

        FakeDns dns = Dns;
        ArcVerification verification = await ValidateAsync(Encoding.ASCII.GetBytes(forged + Message), dns);
        Assert.That((verification.Result, verification.HighestInstance), Is.EqualTo((ArcResult.Fail, 50)));
        Assert.That(dns.Questions, Has.Count.EqualTo(2));
        verification = await ValidateAsync(Encoding.ASCII.GetBytes(forged + forged.ToString() + Message), dns);
        Assert.That(verification.Result, Is.EqualTo(ArcResult.Fail));
    }

    [TestCase("mx.example; dkim=pass\r\nEvil: yes")]
    [TestCase("mx.example; dkim=pass\nEvil: yes")]
    [TestCase("mx.example; dkim=pass\r")]
    [TestCase("mx.example; dkim=pass\0")]
    [TestCase("mx.example;\r\n \r\n x")]
    public void Attacks_a05_results_cannot_end_the_field(string results) =>
        Assert.That(() => TrySeal(Encoding.ASCII.GetBytes(Message), Rsa, results, new ArcVerification { Result = ArcResult.None, Reason = "" }, out _, out _), Throws.ArgumentException);

    [Test]
    public async Task Seals_cover_what_dkim_signers_signed()
    {
        byte[] message = RawSigner.Sign(Message, "v=1; a=rsa-sha256; c=relaxed/relaxed; d=one.example; s=r; h=from; bh={bh}");
        byte[] sealedMessage = await SealAsync(message, Rsa, "a.example; dkim=pass");
        using MessageVerifier verifier = new(HeaderSection.Parse(sealedMessage), new DkimOptions());
        verifier.Append(sealedMessage.AsSpan(HeaderSection.Parse(sealedMessage).BodyOffset));
        MessageVerification verification = await verifier.CompleteAsync(Dns, DkimMessage.Now, CancellationToken.None);
        Assert.That((verification.Dkim!.Result, verification.Arc!.Result), Is.EqualTo((DkimResult.Pass, ArcResult.Pass)));
        string changed = Encoding.Latin1.GetString(sealedMessage).Replace("DKIM-Signature: v=1;", "DKIM-Signature: v=1; y=2;", StringComparison.Ordinal);
        Assert.That((await ValidateAsync(Encoding.Latin1.GetBytes(changed))).Result, Is.EqualTo(ArcResult.Fail));
    }

    [Test]
    public async Task Any_arc_fields_never_throw_and_never_pass()
    {
        Random random = new(8617);
        byte[] valid = await SealAsync(await SealAsync(Encoding.ASCII.GetBytes(Message), Ed, "a.example; none"), Ed, "b.example; none");
        int end = Encoding.ASCII.GetString(valid).IndexOf("From:", StringComparison.Ordinal);
        FakeDns dns = Dns;
        for (int round = 0; round < 2000; round++)
        {
            byte[] changed = [.. valid];
            for (int change = random.Next(4); change >= 0; change--)
            {
                changed[random.Next(end)] = " ;=:0123x\t\0A/"u8[random.Next(13)];
            }

            ArcVerification verification = await ValidateAsync(changed, dns);
            Assert.That(verification.Reason.Any(char.IsControl), Is.False);
            // White space and the case of names may change, so a pass is possible, but only with all of the chain's content in place.
            if (verification.Result == ArcResult.Pass)
            {
                Assert.That(Squeeze(changed), Is.EqualTo(Squeeze(valid)));
            }
        }
    }

    private static string Squeeze(byte[] message) =>
        new([.. Encoding.Latin1.GetString(message).ToLowerInvariant().Where(letter => !char.IsWhiteSpace(letter))]);

    private static bool TrySeal(byte[] message, DkimSigningKey key, string results, ArcVerification chain, out byte[]? fields, out string? error)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using BodyHasher body = new();
        ArcSealer.Request(body);
        body.Append(message.AsSpan(headers.BodyOffset));
        body.Finish();
        return new ArcSealer(key).TrySeal(headers, body, chain, results, DkimMessage.Now, out fields, out error);
    }

    private static async Task<byte[]> SealAsync(byte[] message, DkimSigningKey key, string results, ArcVerification? chain = null)
    {
        Assert.That(TrySeal(message, key, results, chain ?? await ValidateAsync(message), out byte[]? fields, out string? error), Is.True, error);
        return [.. fields!, .. message];
    }

    private static async Task<ArcVerification> ValidateAsync(byte[] message, FakeDns? dns = null)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using ArcValidator validator = new(headers, new DkimOptions());
        validator.Append(message.AsSpan(headers.BodyOffset));
        return await validator.CompleteAsync(dns ?? Dns, DkimMessage.Now, CancellationToken.None);
    }
}
