using System.Text;

namespace MailGate.Tests.Common.Smtp;

/// <summary>A message as a handler or a downstream got it.</summary>
public sealed record RecordedMessage(string ReversePath, IReadOnlyList<string> ForwardPaths, byte[] Content)
{
    /// <summary>The octets, one a character.</summary>
    public string Text => Encoding.Latin1.GetString(Content);

    /// <summary>One line that tells two messages apart.</summary>
    public override string ToString() => $"{ReversePath} -> {string.Join(",", ForwardPaths)}: {Text}";
}
