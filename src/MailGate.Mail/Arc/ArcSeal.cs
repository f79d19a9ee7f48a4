using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;
using MailGate.Mail.TagLists;

namespace MailGate.Mail.Arc;

/// <summary>An ARC-Seal as read (RFC 8617 §4.1.3).</summary>
internal sealed class ArcSeal
{
    private ArcSeal(HeaderField field, SignatureTags tags)
    {
        Field = field;
        Domain = tags.ReadDomain();
        Selector = tags.ReadSelector();
        Algorithm = tags.ReadAlgorithm(out _);
        Signature = tags.ReadBase64("b"u8);
        SealedAt = tags.ReadTime("t"u8);
        if (tags.Require("cv"u8, out Tag status))
        {
            ChainStatus = ArcWords.Read(status.Value);
            if (ChainStatus is null)
            {
                tags.Fail(DkimResult.PermError, "cv= is not none, pass or fail");
            }
        }

        if (tags.TryGet("h"u8, out _))
        {
            // RFC 8617 §4.1.3: an h= must make the chain fail.
            tags.Fail(DkimResult.PermError, "a seal must not have h=");
        }

        if (tags.TryGet("b"u8, out Tag b))
        {
            (SignatureStart, SignatureEnd) = (b.RawStart, b.RawEnd);
        }

        (Failure, Reason) = (tags.Failure, tags.Reason);
    }

    public HeaderField Field { get; }

    public DkimResult Failure { get; }

    public string? Reason { get; }

    public Domain? Domain { get; }

    public Domain? Selector { get; }

    public DkimAlgorithm? Algorithm { get; }

    public byte[] Signature { get; }

    public DateTimeOffset? SealedAt { get; }

    public ArcResult? ChainStatus { get; }

    public int SignatureStart { get; }

    public int SignatureEnd { get; }

    public static ArcSeal Read(HeaderField field, DkimOptions options) => new(field, new SignatureTags(field, options));
}
