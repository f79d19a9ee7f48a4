namespace MailGate.Mail.Messages.Attachments;

/// <summary>The ZIP64 extra field.</summary>
internal static class Zip64
{
    /// <summary>The sizes and offset that do not fit in 32 bits (APPNOTE §4.5.3).</summary>
    public static void Read(ReadOnlySpan<byte> extra, ref long size, ref long packed, ref long offset)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(extra.U16(2), extra.Length - 4);
            ReadOnlySpan<byte> data = extra.Slice(4, length);
            if (extra.U16(0) == 1)
            {
                Next(ref size, ref data);
                Next(ref packed, ref data);
                Next(ref offset, ref data);
                return;
            }

            extra = extra[(4 + length)..];
        }

        static void Next(ref long value, ref ReadOnlySpan<byte> data)
        {
            if (value == uint.MaxValue && data.Length >= 8)
            {
                value = Math.Max(0, data.I64(0));
                data = data[8..];
            }
        }
    }
}
