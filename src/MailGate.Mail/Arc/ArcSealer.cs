using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Arc;

/// <summary>Adds the next ARC set to a message (RFC 8617 §5.1), after all changes and DKIM signatures.</summary>
public sealed class ArcSealer(DkimSigningKey key)
{
    // RFC 8617 §4.1.2: what a message signature should cover beside what DKIM does; Authentication-Results and ARC fields it must not.
    private static readonly string[] SignedFields = [.. DkimSignerOptions.Default.SignedFields, "DKIM-Signature"];

    /// <summary>Asks for the body hash; before the body begins.</summary>
    public static void Request(BodyHasher body) => body.Request(Canonicalization.Relaxed);

    /// <summary>
    /// The three fields to put above the message: ARC-Seal, ARC-Message-Signature, ARC-Authentication-Results. False, with the reason, where
    /// nothing may be added: the newest seal says cv=fail already (§5.1 step 2), the chain has 50 sets, or the message cannot be signed.
    /// </summary>
    /// <param name="headers">The header section as it will be sent, below the new fields.</param>
    /// <param name="body">The finished hasher that <see cref="Request"/> was called with, over the body as it will be sent.</param>
    /// <param name="chain">What the chain was on arrival. When it failed, the seal says so and covers this set only (§5.1.2).</param>
    /// <param name="authenticationResults">authserv-id, semicolon, results: the payload of our Authentication-Results (RFC 8601); may be folded.</param>
    /// <param name="now">For t=.</param>
    /// <exception cref="ArgumentException">The payload holds a control character, or a line break that is no folding.</exception>
    public bool TrySeal(
        HeaderSection headers, BodyHasher body, ArcVerification chain, string authenticationResults, DateTimeOffset now,
        [NotNullWhen(true)] out byte[]? fields, [NotNullWhen(false)] out string? error)
    {
        CheckPayload(authenticationResults);
        fields = null;
        using SignedHeaders signedHeaders = new(headers);
        List<string>? names = SignatureWriter.SelectFields(signedHeaders, DkimSignerOptions.Default.OversignedFields, SignedFields);
        ArcChain present = ArcChain.Read(headers, DkimOptions.Default);
        error = chain.IsSealedAsFailed ? "the chain is sealed as failed already"
            : chain.HighestInstance >= ArcInstanceTag.Max ? $"the chain has {ArcInstanceTag.Max} sets already"
            : names is null ? "the message has too many fields to sign"
            : chain.Result == ArcResult.Pass && (present.StructureError is not null || present.Length != chain.HighestInstance)
                ? "the chain is not the one that was validated"
            : null;
        if (error is not null)
        {
            return false;
        }

        string instance = (chain.HighestInstance + 1).ToString(CultureInfo.InvariantCulture);
        string time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string results = $"ARC-Authentication-Results: i={instance}; {authenticationResults.Trim()}\r\n";
        string signature = SignMessage(instance, time, signedHeaders, names!, body);
        string seal = Seal(instance, time, headers, chain.Result, present, results + signature);
        fields = Encoding.UTF8.GetBytes(seal + signature + results);
        return true;
    }

    private string SignMessage(string instance, string time, SignedHeaders headers, List<string> names, BodyHasher body)
    {
        FoldedField field = new FoldedField("ARC-Message-Signature")
            .Tag("i", instance)
            .Tag("a", key.Key.Algorithm.ToWord())
            .Tag("c", "relaxed/relaxed")
            .Tag("d", key.Domain.Ascii)
            .Tag("s", key.Selector.Ascii)
            .Tag("t", time)
            .List("h", names)
            .Base64("bh", body.Get(Canonicalization.Relaxed).Digest.ToArray());
        using PooledBuffer signed = new(8192);
        headers.AppendSelected(signed, [.. names.Select(static name => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(name))], Canonicalization.Relaxed, -1);
        return SignatureWriter.Sign(field, signed, Canonicalization.Relaxed, key.Key);
    }

    private string Seal(string instance, string time, HeaderSection headers, ArcResult status, ArcChain chain, string newFields)
    {
        using PooledBuffer signed = new(16 * 1024);
        if (status == ArcResult.Pass)
        {
            foreach (ArcSet set in chain.Sets)
            {
                foreach (int index in (ReadOnlySpan<int>)[set.ResultsIndex, set.SignatureIndex, set.SealIndex])
                {
                    HeaderCanonicalizer.Append(signed, headers.Fields[index], Canonicalization.Relaxed);
                }
            }
        }

        foreach (HeaderField added in HeaderSection.Parse(Encoding.UTF8.GetBytes(newFields)).Fields)
        {
            HeaderCanonicalizer.Append(signed, added, Canonicalization.Relaxed);
        }

        FoldedField field = new FoldedField("ARC-Seal")
            .Tag("i", instance)
            .Tag("a", key.Key.Algorithm.ToWord())
            .Tag("t", time)
            .Tag("cv", status.ToWord())
            .Tag("d", key.Domain.Ascii)
            .Tag("s", key.Selector.Ascii);
        return SignatureWriter.Sign(field, signed, Canonicalization.Relaxed, key.Key);
    }

    // The one place where text becomes header octets: nothing that could end the field may be in it (ATTACKS A05).
    private static void CheckPayload(string payload)
    {
        for (int i = 0; i < payload.Length; i++)
        {
            bool isFolding = payload[i] == '\r' && i + 2 < payload.Length && payload[i + 1] == '\n' && payload[i + 2] is ' ' or '\t'
                && !payload.AsSpan(i + 2).TrimStart(" \t").IsEmpty && payload.AsSpan(i + 2).TrimStart(" \t")[0] != '\r';
            if (isFolding)
            {
                i += 2;
            }
            else if (char.IsControl(payload[i]) && payload[i] != '\t')
            {
                throw new ArgumentException("The results hold a control character or a line break that is no folding.", nameof(payload));
            }
        }
    }
}
