using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using MailGate.Mail.TagLists;

namespace MailGate.Mail.Dkim;

/// <summary>
/// A DKIM-Signature (RFC 6376 §3.5) or an ARC-Message-Signature (RFC 8617 §4.1.2) as read. What could be read is there
/// even when <see cref="Failure"/> says that the whole does not hold.
/// </summary>
internal sealed class MessageSignature
{
    private MessageSignature(HeaderField field, int fieldIndex, SignatureTags tags, DkimOptions options, bool isArc)
    {
        Field = field;
        FieldIndex = fieldIndex;
        if (!isArc && tags.Require("v"u8, out Tag version) && !version.Value.SequenceEqual("1"u8))
        {
            // RFC 6376 §6.1.1: PERMFAIL (incompatible version).
            tags.Fail(DkimResult.PermError, "the signature's version is not 1");
        }

        Domain = tags.ReadDomain();
        Selector = tags.ReadSelector();
        Algorithm = tags.ReadAlgorithm(out string? word);
        AlgorithmWord = word;
        Signature = tags.ReadBase64("b"u8);
        BodyHash = tags.ReadBase64("bh"u8, Algorithm is null or DkimAlgorithm.RsaSha1 ? 0 : 32);
        (HeaderCanonicalization, BodyCanonicalization) = tags.ReadCanonicalization(
            // RFC 6376 §3.5: simple/simple. In ARC, whose seals are always relaxed, sealers and validators take it as relaxed/relaxed.
            isArc ? Canonicalization.Relaxed : Canonicalization.Simple);
        SignedNames = tags.ReadSignedNames(options.MaxSignedFields, isArc);
        BodyLength = tags.ReadBodyLength();
        SignedAt = tags.ReadTime("t"u8);
        ExpiresAt = tags.ReadTime("x"u8);
        tags.CheckQueryMethods();
        if (tags.TryGet("b"u8, out Tag b))
        {
            (SignatureStart, SignatureEnd) = (b.RawStart, b.RawEnd);
            HeaderB = ReadPrefix(b.Value);
        }

        if (tags.TryGet("z"u8, out Tag copied))
        {
            CopiedFields = copied.ValueBytes;
        }

        if (!isArc)
        {
            ReadDkimOnly(tags);
        }

        CheckTimes(tags);
        (Failure, Reason) = (tags.Failure, tags.Reason);
    }

    public HeaderField Field { get; }

    public int FieldIndex { get; }

    public DkimResult Failure { get; }

    public string? Reason { get; }

    public Domain? Domain { get; }

    public Domain? Selector { get; }

    public string? Identity { get; private set; }

    public Domain? IdentityDomain { get; private set; }

    public DkimAlgorithm? Algorithm { get; }

    public string? AlgorithmWord { get; }

    public byte[] Signature { get; }

    public byte[] BodyHash { get; }

    public Canonicalization HeaderCanonicalization { get; }

    public Canonicalization BodyCanonicalization { get; }

    public List<ReadOnlyMemory<byte>> SignedNames { get; }

    public long? BodyLength { get; }

    public DateTimeOffset? SignedAt { get; }

    public DateTimeOffset? ExpiresAt { get; }

    public string HeaderB { get; } = "";

    public ReadOnlyMemory<byte> CopiedFields { get; }

    public int SignatureStart { get; }

    public int SignatureEnd { get; }

    public static MessageSignature ReadDkim(HeaderSection headers, int fieldIndex, DkimOptions options) => Read(headers, fieldIndex, options, isArc: false);

    public static MessageSignature ReadArc(HeaderSection headers, int fieldIndex, DkimOptions options) => Read(headers, fieldIndex, options, isArc: true);

    private static MessageSignature Read(HeaderSection headers, int fieldIndex, DkimOptions options, bool isArc)
    {
        HeaderField field = headers.Fields[fieldIndex];
        return new MessageSignature(field, fieldIndex, new SignatureTags(field, options), options, isArc);
    }

    private void ReadDkimOnly(SignatureTags tags)
    {
        // RFC 6376 §6.1.1: PERMFAIL (From field not signed).
        if (tags.Failure == DkimResult.None && !SignedNames.Exists(static name => System.Text.Ascii.EqualsIgnoreCase(name.Span, "from"u8)))
        {
            tags.Fail(DkimResult.PermError, "the From field is not signed");
        }

        if (Domain is null)
        {
            return;
        }

        (Identity, IdentityDomain) = ("@" + Domain.Ascii, Domain);
        if (!tags.TryGet("i"u8, out Tag tag))
        {
            return;
        }

        if (!SignatureIdentity.TryParse(tag.Value, out string? localPart, out Domain? domain))
        {
            tags.Fail(DkimResult.PermError, "signature syntax error: i= is not an identity");
        }
        else if (!domain.IsUnder(Domain))
        {
            // RFC 6376 §6.1.1: PERMFAIL (domain mismatch).
            tags.Fail(DkimResult.PermError, "the domain of i= is not in the domain of d=");
        }
        else
        {
            (Identity, IdentityDomain) = ($"{localPart}@{domain.Ascii}", domain);
        }
    }

    private void CheckTimes(SignatureTags tags)
    {
        // RFC 6376 §3.5: x= must be greater than t= where both are given.
        if (SignedAt is { } signedAt && ExpiresAt is { } expiresAt && expiresAt <= signedAt)
        {
            tags.Fail(DkimResult.PermError, "signature syntax error: x= is not after t=");
        }
    }

    // RFC 6008 §4: the first octets of b= tell signatures of one domain apart.
    private static string ReadPrefix(ReadOnlySpan<byte> value)
    {
        StringBuilder prefix = new(8);
        foreach (byte octet in value)
        {
            if (prefix.Length == 8)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'+' or (byte)'/' or (byte)'=')
            {
                prefix.Append((char)octet);
            }
        }

        return prefix.ToString();
    }
}
