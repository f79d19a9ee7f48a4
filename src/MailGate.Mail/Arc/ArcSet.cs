using MailGate.Mail.Dkim;

namespace MailGate.Mail.Arc;

/// <summary>The three fields of one instance (RFC 8617 §4.2), as indexes into the header section; -1 for one that is not there.</summary>
internal sealed class ArcSet(int instance)
{
    public int Instance => instance;

    public int ResultsIndex { get; set; } = -1;

    public int SignatureIndex { get; set; } = -1;

    public int SealIndex { get; set; } = -1;

    /// <summary>True when a kind of field occurs twice.</summary>
    public bool HasDuplicate { get; set; }

    public bool IsComplete => ResultsIndex >= 0 && SignatureIndex >= 0 && SealIndex >= 0 && !HasDuplicate;

    public MessageSignature? Signature { get; set; }

    public ArcSeal? Seal { get; set; }

    /// <summary>The authres-payload: everything after "i=N;".</summary>
    public string Payload { get; set; } = "";
}
