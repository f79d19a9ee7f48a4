using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>What all signatures of one message share: its fields, its body hashes, the limits.</summary>
internal sealed class SignatureContext(HeaderSection section, BodyHasher body, DkimOptions options) : IDisposable
{
    private SignedHeaders? _headers;

    public HeaderSection Section => section;

    public BodyHasher Body => body;

    public DkimOptions Options => options;

    /// <summary>Made when the first signature needs it: most unsigned mail never does.</summary>
    public SignedHeaders Headers => _headers ??= new SignedHeaders(section);

    /// <summary>Octets of header work so far, for tests of its growth.</summary>
    public long HeaderWork => _headers?.Work ?? 0;

    /// <summary>Why no signature of this header section can be judged, or null.</summary>
    public SignatureVerdict? SectionFailure =>
        section.Raw.Length > options.MaxHeaderOctets
            ? new SignatureVerdict(DkimResult.Policy, $"the header section is longer than {options.MaxHeaderOctets} octets")
        // RFC 6376 §3.8: what a signature would vouch for must be read in one way only. A line that is no field is where readers differ.
        : section.MalformedLines > (IsMailboxLine(section.Raw.Span) ? 1 : 0)
            ? new SignatureVerdict(DkimResult.PermError, "the header section has a line that is no header field")
            : null;

    public void Dispose() => _headers?.Dispose();

    // Stored mail may begin with the separator of an mbox file.
    private static bool IsMailboxLine(ReadOnlySpan<byte> section) => section.StartsWith("From "u8) || section.StartsWith(">From "u8);
}
