using System.Buffers;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>Canonical forms of header fields (RFC 6376 §3.4.1, §3.4.2), always with the CRLF that ends them.</summary>
internal static class HeaderCanonicalizer
{
    // Line breaks inside a field are folding, so they count as the white space they stand before.
    private static readonly SearchValues<byte> FoldingWhiteSpace = SearchValues.Create(" \t\r\n"u8);

    public static void Append(PooledBuffer target, in HeaderField field, Canonicalization canonicalization)
    {
        if (canonicalization == Canonicalization.Relaxed)
        {
            AppendRelaxed(target, field.NameBytes, field.Raw.Span[field.ValueOffset..]);
        }
        else
        {
            AppendSimple(target, field.Raw.Span);
        }
    }

    /// <summary>The signature field itself: its b= value taken out, and no line end (RFC 6376 §3.7).</summary>
    /// <param name="valueStart">Where the value of b= begins, right after its equals sign, as an offset in the field's value.</param>
    /// <param name="valueEnd">Where it ends: at the semicolon or the value's end.</param>
    public static void AppendUnsigned(PooledBuffer target, in HeaderField field, int valueStart, int valueEnd, Canonicalization canonicalization)
    {
        ReadOnlySpan<byte> raw = field.Raw.Span;
        using PooledBuffer emptied = new(raw.Length);
        emptied.Append(raw[..(field.ValueOffset + valueStart)]);
        emptied.Append(raw[(field.ValueOffset + valueEnd)..]);
        ReadOnlySpan<byte> unsigned = emptied.Written;
        if (canonicalization == Canonicalization.Relaxed)
        {
            AppendRelaxed(target, unsigned[..field.NameLength], unsigned[field.ValueOffset..]);
        }
        else
        {
            AppendSimple(target, unsigned);
        }

        target.Truncate(target.Length - 2);
    }

    private static void AppendSimple(PooledBuffer target, ReadOnlySpan<byte> raw)
    {
        // The last field of a truncated message may lack its line end; SMTP would have given it one.
        target.Append(raw.EndsWith("\r\n"u8) ? raw : raw.TrimEnd("\r\n"u8));
        if (!raw.EndsWith("\r\n"u8))
        {
            target.Append("\r\n"u8);
        }
    }

    private static void AppendRelaxed(PooledBuffer target, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        foreach (byte octet in name)
        {
            target.Append(octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet);
        }

        target.Append((byte)':');
        int valueStart = target.Length;
        while (!value.IsEmpty)
        {
            int space = FindWhiteSpace(value);
            target.Append(value[..space]);
            ReadOnlySpan<byte> rest = SkipWhiteSpace(value[space..]);
            if (!rest.IsEmpty && target.Length > valueStart)
            {
                target.Append((byte)' ');
            }

            value = rest;
        }

        target.Append("\r\n"u8);
    }

    // A CR without LF is no white space: it is hashed as it is.
    private static bool IsBareCarriageReturn(ReadOnlySpan<byte> value, int index) =>
        value[index] == (byte)'\r' && (index + 1 >= value.Length || value[index + 1] != (byte)'\n');

    private static int FindWhiteSpace(ReadOnlySpan<byte> value)
    {
        int from = 0;
        while (true)
        {
            int found = value[from..].IndexOfAny(FoldingWhiteSpace);
            if (found < 0)
            {
                return value.Length;
            }

            if (!IsBareCarriageReturn(value, from + found))
            {
                return from + found;
            }

            from += found + 1;
        }
    }

    private static ReadOnlySpan<byte> SkipWhiteSpace(ReadOnlySpan<byte> value)
    {
        int index = 0;
        while (index < value.Length && FoldingWhiteSpace.Contains(value[index]) && !IsBareCarriageReturn(value, index))
        {
            index++;
        }

        return value[index..];
    }
}
