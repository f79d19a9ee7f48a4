using System.Security.Cryptography;
using MailGate.Mail.Crypto;

namespace MailGate.Mail.Dkim;

/// <summary>Judges one parsed signature: RFC 6376 §6.1.1 (what needs no key), §6.1.2 (the key), §6.1.3 (the hashes).</summary>
internal static class SignatureVerifier
{
    private static readonly ReadOnlyMemory<byte> From = "From"u8.ToArray();

    /// <summary>Null when everything hangs on the key.</summary>
    public static SignatureVerdict? JudgeBeforeKey(SignatureContext context, MessageSignature signature, DateTimeOffset now)
    {
        if (context.SectionFailure is { } sectionFailure)
        {
            return sectionFailure;
        }

        if (signature.Failure != DkimResult.None)
        {
            return new SignatureVerdict(signature.Failure, signature.Reason!);
        }

        return JudgeAlgorithm(signature.Algorithm!.Value) ?? JudgeTimes(signature.SignedAt, signature.ExpiresAt, now, context.Options.ClockSkew);
    }

    public static SignatureVerdict? JudgeAlgorithm(DkimAlgorithm algorithm) => algorithm switch
    {
        // RFC 8301 §3.1: such signatures have permanently failed evaluation.
        DkimAlgorithm.RsaSha1 => new SignatureVerdict(DkimResult.PermError, "rsa-sha1 is no longer accepted"),
        DkimAlgorithm.Ed25519Sha256 when !Ed25519.IsSupported => new SignatureVerdict(DkimResult.Neutral, "Ed25519 is not available here"),
        DkimAlgorithm.Ed25519Sha256 or DkimAlgorithm.RsaSha256 => null,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    public static SignatureVerdict? JudgeTimes(DateTimeOffset? signedAt, DateTimeOffset? expiresAt, DateTimeOffset now, TimeSpan skew)
    {
        if (expiresAt is { } expiry && expiry < DateTimeOffset.MaxValue - skew && now > expiry + skew)
        {
            return new SignatureVerdict(DkimResult.PermError, FormattableString.Invariant($"the signature expired at {expiry:yyyy-MM-dd HH:mm:ss} UTC"));
        }

        // RFC 6376 §3.5, t=: signatures with a time in the future may be ignored.
        return signedAt is { } time && time - skew > now
            ? new SignatureVerdict(DkimResult.PermError, FormattableString.Invariant($"the signature is dated in the future, {time:yyyy-MM-dd HH:mm:ss} UTC"))
            : null;
    }

    public static SignatureVerdict Verify(SignatureContext context, MessageSignature signature, KeyLookup lookup)
    {
        if (lookup.Failure != DkimResult.None)
        {
            return new SignatureVerdict(lookup.Failure, lookup.Reason!);
        }

        if (HasUnsignedAuthor(context, signature))
        {
            return new SignatureVerdict(DkimResult.Fail, "the message has a From field that is not signed beside the one that is");
        }

        byte[] hash = HashHeaders(context, signature);
        string? bodyFailure = JudgeBody(context, signature);
        SignatureVerdict verdict = default;
        foreach (DkimKeyRecord record in lookup.Records)
        {
            SignatureVerdict tried = TryKey(context, signature, record, hash, bodyFailure);
            // RFC 6376 §6.1.2 step 4: the next record may do; a signature that failed says more than a record that does not fit.
            if (verdict.Result is DkimResult.None || tried.Result is DkimResult.Pass || (tried.Result is DkimResult.Fail && verdict.Result != DkimResult.Fail))
            {
                verdict = tried;
            }

            if (verdict.Result == DkimResult.Pass)
            {
                break;
            }
        }

        return verdict;
    }

    /// <summary>Why a key record cannot serve a signature (RFC 6376 §6.1.2 steps 5 to 8), or null.</summary>
    public static SignatureVerdict? JudgeKey(DkimKeyRecord record, DkimAlgorithm algorithm, DkimOptions options)
    {
        string keyType = algorithm == DkimAlgorithm.Ed25519Sha256 ? "ed25519" : "rsa";
        string? reason = !record.AllowsSha256 ? "inappropriate hash algorithm: h= of the key leaves out sha256"
            : record.IsRevoked ? "key revoked: its p= is empty"
            : !record.IsForMail ? "s= of the key says that it is not for mail"
            : record.KeyType != keyType ? $"inappropriate key algorithm: the signature needs a key of type {keyType}"
            : record.KeyError is not null ? $"key syntax error: {record.KeyError}"
            // RFC 8301 §3.2: such signatures have permanently failed evaluation.
            : keyType == "rsa" && record.Bits < Math.Max(1024, options.MinRsaBits) ? $"the RSA key has only {record.Bits} bits"
            : null;
        return reason is null ? null : new SignatureVerdict(DkimResult.PermError, reason, record.Bits, record.IsTesting);
    }

    // RFC 6376 §8.15: a From added above the signed one would be what readers see. There is no good reason for it.
    private static bool HasUnsignedAuthor(SignatureContext context, MessageSignature signature)
    {
        int signed = signature.SignedNames.Count(static name => System.Text.Ascii.EqualsIgnoreCase(name.Span, "from"u8));
        return signed > 0 && context.Headers.Count(From) > signed;
    }

    private static SignatureVerdict TryKey(SignatureContext context, MessageSignature signature, DkimKeyRecord record, byte[] hash, string? bodyFailure)
    {
        if (JudgeKey(record, signature.Algorithm!.Value, context.Options) is { } unusable)
        {
            return unusable;
        }

        // RFC 6376 §3.6.1, t=s: no subdomains in i=.
        if (record.IsStrict && signature.IdentityDomain is { } identity && !identity.Equals(signature.Domain))
        {
            return new SignatureVerdict(DkimResult.PermError, "t=s of the key wants the domain of i= to equal d=", record.Bits, record.IsTesting);
        }

        bool verified = record.Key!.Verify(hash, signature.Signature);
        string reason = (verified, bodyFailure) switch
        {
            (true, null) => PassReason(context, signature),
            (true, not null) => $"{bodyFailure}; the signed header fields are as they were signed",
            (false, null) => SignatureDiagnosis.Explain(context, signature, record.Key),
            (false, not null) => $"{bodyFailure}; the signature did not verify either",
        };
        return new SignatureVerdict(verified && bodyFailure is null ? DkimResult.Pass : DkimResult.Fail, reason, record.Bits, record.IsTesting);
    }

    private static string PassReason(SignatureContext context, MessageSignature signature)
    {
        long octets = context.Body.Get(signature.BodyCanonicalization).CanonicalOctets;
        return signature.BodyLength is { } length && length < octets
            ? $"l= covers {length} of the {octets} octets of the body"
            : "the signature verified";
    }

    private static string? JudgeBody(SignatureContext context, MessageSignature signature)
    {
        BodyHash body = context.Body.Get(signature.BodyCanonicalization, signature.BodyLength);
        return body.Digest.IsEmpty ? $"the body has only {body.CanonicalOctets} of the {signature.BodyLength} octets that l= says were signed"
            : body.Digest.Span.SequenceEqual(signature.BodyHash) ? null
            : $"body hash did not verify: the body hashes to {Convert.ToBase64String(body.Digest.Span)}, bh= says {Convert.ToBase64String(signature.BodyHash)}";
    }

    /// <summary>The hash that b= signs (RFC 6376 §3.7 step 2).</summary>
    public static byte[] HashHeaders(SignatureContext context, MessageSignature signature, SupposedField? supposed = null)
    {
        using PooledBuffer input = new(8192);
        context.Headers.AppendSelected(input, signature.SignedNames, signature.HeaderCanonicalization, signature.FieldIndex, supposed);
        HeaderCanonicalizer.AppendUnsigned(
            input, signature.Field, signature.SignatureStart, signature.SignatureEnd, signature.HeaderCanonicalization);
        return SHA256.HashData(input.Written);
    }
}
