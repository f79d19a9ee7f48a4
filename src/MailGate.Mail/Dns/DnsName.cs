using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MailGate.Mail.Dns;

/// <summary>
/// Names between text and wire (RFC 1035 §3.1, §5.1). Text has no trailing dot, is in lower case, and writes a dot, a backslash or an
/// unprintable octet inside a label as <c>\.</c>, <c>\\</c> or <c>\DDD</c>, so that no label can pass for another name.
/// </summary>
internal static class DnsName
{
    /// <summary>Most octets of a name on the wire, with its root label (RFC 1035 §2.3.4).</summary>
    public const int MaxWireOctets = 255;

    private const int MaxLabelOctets = 63;

    // What needs no escape: printable ASCII but the dot and the backslash.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "!\"#$%&'()*+,-/0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>True when the text can be put on the wire as a name.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => TryWrite(text, stackalloc byte[MaxWireOctets], out _);

    /// <summary>The text without the one trailing dot of an absolute name.</summary>
    public static string TrimRoot(string name) => name.EndsWith('.') && !name.EndsWith("\\.", StringComparison.Ordinal) ? name[..^1] : name;

    /// <summary>
    /// Writes a name uncompressed. False for empty or long labels, long names, octets above 127 (which nobody can mean without
    /// an A-label) and broken escapes.
    /// </summary>
    /// <param name="text">The name, with or without its trailing dot; empty is the root.</param>
    /// <param name="wire">At least <see cref="MaxWireOctets"/> octets.</param>
    /// <param name="written">Octets written, with the root label.</param>
    public static bool TryWrite(ReadOnlySpan<char> text, Span<byte> wire, out int written)
    {
        written = 0;
        int labelStart = 0;
        int at = 1;
        if (text is ".")
        {
            text = default;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '.')
            {
                if (!TryCloseLabel(wire, labelStart, at))
                {
                    return false;
                }

                labelStart = at++;
                continue;
            }

            // The root label needs one more octet.
            if (!TryReadOctet(text, ref i, out byte octet) || at >= MaxWireOctets - 1)
            {
                return false;
            }

            wire[at++] = octet;
        }

        // An open label is closed; after a trailing dot, or in the root, the open label is the root label itself.
        if (at - labelStart > 1)
        {
            if (!TryCloseLabel(wire, labelStart, at))
            {
                return false;
            }

            labelStart = at++;
        }

        wire[labelStart] = 0;
        written = at;
        return true;
    }

    /// <summary>
    /// Reads a name that may be compressed (RFC 1035 §4.1.4) into its uncompressed form in lower case.
    /// False for a name that runs off the message, is too long, or has a pointer that does not point back.
    /// </summary>
    /// <param name="message">The whole message.</param>
    /// <param name="offset">Where the name starts; afterwards, where what follows it starts.</param>
    /// <param name="wire">At least <see cref="MaxWireOctets"/> octets.</param>
    /// <param name="written">Octets written, with the root label.</param>
    public static bool TryExpand(ReadOnlySpan<byte> message, ref int offset, Span<byte> wire, out int written)
    {
        written = 0;
        int at = offset;
        int end = -1;
        // Each pointer must point before the place where the labels that led to it began: so there is no loop, whatever is sent.
        int floor = offset;
        while (at < message.Length)
        {
            int length = message[at];
            if (length == 0)
            {
                wire[written++] = 0;
                offset = end < 0 ? at + 1 : end;
                return true;
            }

            if (length >= 0xC0)
            {
                if (at + 1 >= message.Length)
                {
                    return false;
                }

                end = end < 0 ? at + 2 : end;
                at = ((length & 0x3F) << 8) | message[at + 1];
                if (at >= floor)
                {
                    return false;
                }

                floor = at;
                continue;
            }

            // RFC 6891 §5: the label types 01 and 10 have no use.
            if (length > MaxLabelOctets || at + 1 + length > message.Length || written + length + 2 > MaxWireOctets)
            {
                return false;
            }

            wire[written++] = (byte)length;
            System.Text.Ascii.ToLower(message.Slice(at + 1, length), wire[written..], out int lowered);
            message.Slice(at + 1 + lowered, length - lowered).CopyTo(wire[(written + lowered)..]);
            written += length;
            at += 1 + length;
        }

        return false;
    }

    /// <summary>Reads a name as text.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int offset, [NotNullWhen(true)] out string? name)
    {
        Span<byte> wire = stackalloc byte[MaxWireOctets];
        if (TryExpand(message, ref offset, wire, out int written))
        {
            name = ToText(wire[..written]);
            return true;
        }

        name = null;
        return false;
    }

    /// <summary>The text of an uncompressed name.</summary>
    public static string ToText(ReadOnlySpan<byte> wire)
    {
        StringBuilder text = new(wire.Length);
        for (int at = 0; wire[at] != 0; at += 1 + wire[at])
        {
            if (at > 0)
            {
                text.Append('.');
            }

            AppendLabel(text, wire.Slice(at + 1, wire[at]));
        }

        return text.ToString();
    }

    private static void AppendLabel(StringBuilder text, ReadOnlySpan<byte> label)
    {
        if (!label.ContainsAnyExcept(Plain))
        {
            Span<char> characters = stackalloc char[MaxLabelOctets];
            text.Append(characters[..Encoding.Latin1.GetChars(label, characters)]);
            return;
        }

        foreach (byte octet in label)
        {
            switch (octet)
            {
                case (byte)'.' or (byte)'\\':
                    text.Append('\\').Append((char)octet);
                    break;
                case <= 32 or >= 127:
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\{octet:D3}");
                    break;
                default:
                    text.Append((char)octet);
                    break;
            }
        }
    }

    private static bool TryCloseLabel(Span<byte> wire, int labelStart, int at)
    {
        int length = at - labelStart - 1;
        wire[labelStart] = (byte)length;
        return length is > 0 and <= MaxLabelOctets && at < MaxWireOctets;
    }

    private static bool TryReadOctet(ReadOnlySpan<char> text, ref int i, out byte octet)
    {
        octet = 0;
        char character = text[i];
        if (character != '\\')
        {
            octet = (byte)character;
            return character < 128;
        }

        return DnsText.TryReadEscape(text, ref i, out octet);
    }
}
