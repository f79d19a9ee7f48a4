using MailGate.Mail.Messages;

namespace MailGate.Filtering.Pipeline;

/// <summary>How much of a message is kept while it is analysed.</summary>
public sealed record MessageAnalysisLimits
{
    public static MessageAnalysisLimits Default { get; } = new();

    /// <summary>Most octets of the header section. A longer one is not read at all: what was not read cannot be judged, and the message is refused.</summary>
    public int MaxHeaderOctets { get; init; } = 256 * 1024;

    /// <summary>Limits of the content.</summary>
    public ContentLimits Content { get; init; } = ContentLimits.Default;
}
