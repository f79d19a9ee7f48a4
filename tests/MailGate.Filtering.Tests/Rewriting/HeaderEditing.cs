using System.Text;
using MailGate.Filtering.Rewriting;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

/// <summary>Applies edits to a message written as text with <c>\n</c> for CRLF, and gives back the result in the same form.</summary>
internal static class HeaderEditing
{
    public static byte[] Bytes(string message) => Encoding.Latin1.GetBytes(message.Replace("\n", "\r\n", StringComparison.Ordinal));

    public static string Text(byte[] message) => Encoding.Latin1.GetString(message).Replace("\r\n", "\n", StringComparison.Ordinal);

    public static string Apply(string message, params HeaderEdit[] edits) => Text(Apply(Bytes(message), edits));

    public static byte[] Apply(byte[] message, params HeaderEdit[] edits)
    {
        bool isDone = HeaderEditor.TryApply(HeaderSection.Parse(message), edits, HeaderEditLimits.Default, out EditedHeader? edited, out HeaderEditError? error);
        Assert.That(isDone, Is.True, error?.ToString());
        return Write(edited!.ForMessage(message.Length), message);
    }

    public static HeaderEditError Refused(string message, params HeaderEdit[] edits)
    {
        bool isDone = HeaderEditor.TryApply(
            HeaderSection.Parse(Bytes(message)), edits, HeaderEditLimits.Default, out EditedHeader? edited, out HeaderEditError? error);
        Assert.That(isDone, Is.False);
        Assert.That(edited, Is.Null, "a rewrite that failed leaves nothing to forward");
        return error!;
    }

    public static byte[] Write(IReadOnlyList<MessageSegment> segments, byte[] message)
    {
        using MemoryStream output = new();
        foreach (MessageSegment segment in segments)
        {
            output.Write(segment.IsLiteral ? segment.Literal.Span : message.AsSpan((int)segment.Offset, (int)segment.Length));
        }

        return output.ToArray();
    }
}
