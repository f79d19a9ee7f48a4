using System.Buffers;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Attachments;

/// <summary>Facts about Rich Text Format by its control words: objects in it, which is how exploits come.</summary>
internal static class RtfInspector
{
    private const int Window = 32 * 1024;
    private const int Overlap = 16;

    public static void Inspect(Inspection inspection, IMessageBytes content)
    {
        byte[] window = ArrayPool<byte>.Shared.Rent(Window);
        long end = Math.Min(content.Length, inspection.Limits.DocumentBytes);
        for (long position = 0; position < end; position += Window - Overlap)
        {
            ReadOnlySpan<byte> text = window.AsSpan(0, content.Read(position, window.AsSpan(0, (int)Math.Min(Window, end - position))));
            if (text.IndexOf("\\objdata"u8) >= 0 || text.IndexOf("\\objupdate"u8) >= 0 || text.IndexOf("\\objocx"u8) >= 0)
            {
                inspection.Add(AttachmentFlags.EmbeddedObject);
                break;
            }
        }

        ArrayPool<byte>.Shared.Return(window);
    }
}
