using System.Buffers;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using MailGate.Mail.TagLists;

namespace MailGate.Mail.Dkim;

/// <summary>
/// Reads the tags that DKIM-Signature, ARC-Message-Signature and ARC-Seal share (RFC 6376 §3.5, RFC 8617 §4.1). Every method returns
/// what could be read; the first thing that is wrong is kept with the result that it means.
/// </summary>
internal sealed class SignatureTags
{
    // RFC 5322 §3.6.8 ftext: printable and no colon; a semicolon cannot be in a tag value.
    private static readonly SearchValues<byte> FieldText =
        SearchValues.Create([.. Enumerable.Range(33, 94).Select(static value => (byte)value).Where(static value => value is not ((byte)':' or (byte)';'))]);

    private readonly TagList? _tags;

    public SignatureTags(HeaderField field, DkimOptions options)
    {
        ReadOnlyMemory<byte> value = field.Raw.Slice(field.ValueOffset, field.ValueBytes.Length);
        if (field.Raw.Length > options.MaxSignatureOctets)
        {
            Fail(DkimResult.Policy, $"the signature is longer than {options.MaxSignatureOctets} octets");
        }
        else if (!TagList.TryParse(value, out _tags, out string? error))
        {
            Fail(DkimResult.PermError, $"signature syntax error: {error}");
        }
    }

    /// <summary>What the first thing wrong means; <see cref="DkimResult.None"/> while nothing is.</summary>
    public DkimResult Failure { get; private set; }

    /// <summary>The first thing wrong, for people.</summary>
    public string? Reason { get; private set; }

    public void Fail(DkimResult result, string reason)
    {
        if (Failure == DkimResult.None)
        {
            (Failure, Reason) = (result, reason);
        }
    }

    public bool TryGet(ReadOnlySpan<byte> name, out Tag tag)
    {
        tag = default;
        return _tags is not null && _tags.TryGet(name, out tag);
    }

    /// <summary>A tag that must be there; an empty value counts as missing nothing but fails its own rules.</summary>
    public bool Require(ReadOnlySpan<byte> name, out Tag tag)
    {
        if (TryGet(name, out tag))
        {
            return true;
        }

        if (_tags is not null)
        {
            Fail(DkimResult.PermError, $"the signature has no {Encoding.ASCII.GetString(name)}= tag");
        }

        return false;
    }

    public DkimAlgorithm? ReadAlgorithm(out string? word)
    {
        word = null;
        if (!Require("a"u8, out Tag tag))
        {
            return null;
        }

        DkimAlgorithm? algorithm = DkimWords.ReadAlgorithm(tag.Value);
        word = algorithm?.ToWord();
        if (algorithm is null)
        {
            // RFC 6376 §3.3: verifiers must ignore signatures with algorithms that they do not implement.
            Fail(tag.Value.IsEmpty ? DkimResult.PermError : DkimResult.Neutral, "the algorithm of a= is not known");
        }

        return algorithm;
    }

    public byte[] ReadBase64(ReadOnlySpan<byte> name, int octets = 0)
    {
        if (!Require(name, out Tag tag))
        {
            return [];
        }

        if (Base64Value.TryDecode(tag.Value, out byte[]? value) && (octets == 0 || value.Length == octets))
        {
            return value;
        }

        Fail(DkimResult.PermError, $"signature syntax error: {Encoding.ASCII.GetString(name)}= is not {(octets == 0 ? "base64" : $"{octets} octets of base64")}");
        return [];
    }

    /// <summary>d=: at least two labels, letters, digits and hyphens, or U-labels (RFC 8616 §5). Nothing else is ever looked up or shown.</summary>
    public Domain? ReadDomain()
    {
        if (!Require("d"u8, out Tag tag))
        {
            return null;
        }

        if (TryReadName(tag.Value, out Domain? domain) && domain!.Parent is not null)
        {
            return domain;
        }

        Fail(DkimResult.PermError, "signature syntax error: d= is not a domain name");
        return null;
    }

    public Domain? ReadSelector()
    {
        if (!Require("s"u8, out Tag tag))
        {
            return null;
        }

        if (TryReadName(tag.Value, out Domain? selector))
        {
            return selector;
        }

        Fail(DkimResult.PermError, "signature syntax error: s= is not a selector");
        return null;
    }

    public DateTimeOffset? ReadTime(ReadOnlySpan<byte> name)
    {
        if (!TryGet(name, out Tag tag))
        {
            return null;
        }

        // RFC 6376 §3.5: t= and x= have up to 12 digits; what DateTimeOffset cannot hold lies after the year 9999.
        if (DkimWords.TryReadNumber(tag, 12, out long seconds))
        {
            return seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        Fail(DkimResult.PermError, $"signature syntax error: {Encoding.ASCII.GetString(name)}= is not a time");
        return null;
    }

    public (Canonicalization Header, Canonicalization Body) ReadCanonicalization(Canonicalization leftOut)
    {
        if (!TryGet("c"u8, out Tag tag))
        {
            return (leftOut, leftOut);
        }

        int slash = tag.Value.IndexOf((byte)'/');
        Canonicalization? header = DkimWords.ReadCanonicalization(slash < 0 ? tag.Value : tag.Value[..slash]);
        Canonicalization? body = slash < 0 ? Canonicalization.Simple : DkimWords.ReadCanonicalization(tag.Value[(slash + 1)..]);
        if (header is null || body is null)
        {
            // RFC 6376 §3.4: signatures with canonicalizations that are not recognised must be ignored.
            Fail(tag.Value.IsEmpty ? DkimResult.PermError : DkimResult.Neutral, "the canonicalization of c= is not known");
        }

        return (header ?? Canonicalization.Simple, body ?? Canonicalization.Simple);
    }

    public long? ReadBodyLength()
    {
        if (!TryGet("l"u8, out Tag tag))
        {
            return null;
        }

        if (DkimWords.TryReadNumber(tag, 76, out long length))
        {
            return length;
        }

        Fail(DkimResult.PermError, "signature syntax error: l= is not a number");
        return null;
    }

    /// <summary>h=, at most <paramref name="limit"/> names.</summary>
    /// <param name="allowEmptyNames">ARC seals in the wild have empty names in it; they select nothing.</param>
    public List<ReadOnlyMemory<byte>> ReadSignedNames(int limit, bool allowEmptyNames)
    {
        List<ReadOnlyMemory<byte>> names = [];
        if (!Require("h"u8, out Tag tag))
        {
            return names;
        }

        foreach (Range range in tag.Value.Split((byte)':'))
        {
            ReadOnlyMemory<byte> name = tag.ValueBytes[range].Trim(" \t\r\n"u8);
            if (name.IsEmpty && allowEmptyNames)
            {
                continue;
            }

            if (name.IsEmpty || name.Span.ContainsAnyExcept(FieldText))
            {
                Fail(DkimResult.PermError, "signature syntax error: h= holds what is no field name");
                return names;
            }

            if (names.Count == limit)
            {
                Fail(DkimResult.Policy, $"h= names more than {limit} header fields");
                return names;
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>q=: dns/txt must be among the methods (RFC 6376 §3.5).</summary>
    public void CheckQueryMethods()
    {
        if (TryGet("q"u8, out Tag tag) && !DkimWords.ListHolds(tag.Value, "dns/txt"u8))
        {
            Fail(DkimResult.PermError, "no query method of q= is known");
        }
    }

    private static bool TryReadName(ReadOnlySpan<byte> value, out Domain? name)
    {
        name = null;
        return System.Text.Unicode.Utf8.IsValid(value)
            && !value.EndsWith("."u8)
            && Domain.TryParse(Encoding.UTF8.GetString(value), out name);
    }
}
