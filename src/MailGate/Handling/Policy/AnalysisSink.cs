using MailGate.Filtering.Pipeline;
using MailGate.Smtp.Transport;

namespace MailGate.Handling.Policy;

/// <summary>Shows a message to its analysis while it comes in.</summary>
internal sealed class AnalysisSink(MessageAnalysis analysis) : IDataSink
{
    public void Append(ReadOnlySpan<byte> octets) => analysis.Append(octets);
}
