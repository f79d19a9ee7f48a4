using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>
/// Signs messages (RFC 6376 §5, RFC 8463) with one signature for each of its keys. Before the body streams past it says what it needs
/// hashed; when it has passed, the signatures are made. Nothing of the message but field names that the options list is written.
/// </summary>
public sealed class DkimSigner
{
    private readonly IReadOnlyList<DkimSigningKey> _keys;
    private readonly DkimSignerOptions _options;

    /// <summary>A signer with these keys.</summary>
    /// <exception cref="ArgumentException">The options name what is no header field, or leave out From.</exception>
    public DkimSigner(IReadOnlyList<DkimSigningKey> keys, DkimSignerOptions? options = null)
    {
        _keys = keys;
        _options = options ?? DkimSignerOptions.Default;
        string[] names = [.. _options.OversignedFields, .. _options.SignedFields];
        if (names.FirstOrDefault(static name => name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.AsSpan().ContainsAny(':', ';')) is { } bad)
        {
            throw new ArgumentException($"'{bad}' is not the name of a header field.", nameof(options));
        }

        if (!names.Contains("From", StringComparer.OrdinalIgnoreCase))
        {
            // RFC 6376 §5.4: the From field must be signed.
            throw new ArgumentException("From must be among the signed fields.", nameof(options));
        }
    }

    /// <summary>Asks for the body hash; before the body begins.</summary>
    public void Request(BodyHasher body) => body.Request(_options.BodyCanonicalization);

    /// <summary>
    /// The DKIM-Signature fields to put above the message, each with its CRLF. False, with the reason, for a message that should not be
    /// signed: without exactly one From (RFC 5322 §3.6), with lines that are no header fields, with absurdly many fields.
    /// </summary>
    /// <param name="headers">The header section as it will be sent.</param>
    /// <param name="body">The finished hasher that <see cref="Request"/> was called with.</param>
    /// <param name="now">For t= and x=.</param>
    public bool TrySign(
        HeaderSection headers, BodyHasher body, DateTimeOffset now, [NotNullWhen(true)] out byte[]? fields, [NotNullWhen(false)] out string? error)
    {
        fields = null;
        using SignedHeaders signedHeaders = new(headers);
        int authors = signedHeaders.Count("From"u8.ToArray());
        List<string>? names = SignatureWriter.SelectFields(signedHeaders, _options.OversignedFields, _options.SignedFields);
        error = authors != 1 ? $"the message has {authors} From fields, not one"
            : headers.MalformedLines > 0 ? "the header section has a line that is no header field"
            : names is null ? "the message has too many fields to sign"
            : null;
        if (error is not null)
        {
            return false;
        }

        StringBuilder text = new();
        foreach (DkimSigningKey key in _keys)
        {
            text.Append(Sign(key, signedHeaders, names!, body, now));
        }

        fields = Encoding.ASCII.GetBytes(text.ToString());
        return true;
    }

    /// <summary>Signs a message that is all there.</summary>
    /// <param name="message">The message, with CRLF line ends.</param>
    public bool TrySign(ReadOnlyMemory<byte> message, DateTimeOffset now, [NotNullWhen(true)] out byte[]? fields, [NotNullWhen(false)] out string? error)
    {
        HeaderSection headers = HeaderSection.Parse(message);
        using BodyHasher body = new();
        Request(body);
        body.Append(message.Span[headers.BodyOffset..]);
        body.Finish();
        return TrySign(headers, body, now, out fields, out error);
    }

    private string Sign(DkimSigningKey key, SignedHeaders headers, List<string> names, BodyHasher body, DateTimeOffset now)
    {
        FoldedField field = new FoldedField("DKIM-Signature")
            .Tag("v", "1")
            .Tag("a", key.Key.Algorithm.ToWord())
            .Tag("c", $"{_options.HeaderCanonicalization.ToWord()}/{_options.BodyCanonicalization.ToWord()}")
            .Tag("d", key.Domain.Ascii)
            .Tag("s", key.Selector.Ascii)
            .Tag("t", ToSeconds(now));
        if (_options.Lifetime is { } lifetime)
        {
            field.Tag("x", ToSeconds(now + lifetime));
        }

        field.List("h", names).Base64("bh", body.Get(_options.BodyCanonicalization).Digest.ToArray());
        using PooledBuffer signed = new(8192);
        headers.AppendSelected(signed, [.. names.Select(static name => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(name))], _options.HeaderCanonicalization, -1);
        return SignatureWriter.Sign(field, signed, _options.HeaderCanonicalization, key.Key);
    }

    private static string ToSeconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
