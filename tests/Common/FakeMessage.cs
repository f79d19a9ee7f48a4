using System.Text;

namespace MailGate.Tests.Common;

/// <summary>A message that a <see cref="FakeDownstream"/> has taken.</summary>
/// <param name="Mail">The MAIL command as received.</param>
/// <param name="Recipients">The RCPT commands that were accepted, as received.</param>
/// <param name="Content">The message, dots unstuffed, without the final dot.</param>
/// <param name="IsAccepted">True when the reply to the dot was positive.</param>
public sealed record FakeMessage(string Mail, IReadOnlyList<string> Recipients, byte[] Content, bool IsAccepted)
{
    public string Text => Encoding.Latin1.GetString(Content);
}
