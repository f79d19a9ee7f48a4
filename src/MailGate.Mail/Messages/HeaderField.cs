using System.Text;

namespace MailGate.Mail.Messages;

/// <summary>
/// One header field as it stands in the message (RFC 5322 §2.2): bytes, not text, so that what is hashed, matched and forwarded is one thing.
/// </summary>
/// <param name="Raw">The whole field with folding and the CRLF that ends it.</param>
/// <param name="NameLength">Octets of the field name, without the white space that may stand before the colon.</param>
/// <param name="ValueOffset">Where the value begins: right after the colon.</param>
public readonly record struct HeaderField(ReadOnlyMemory<byte> Raw, int NameLength, int ValueOffset)
{
    /// <summary>The field name's octets, as written.</summary>
    public ReadOnlySpan<byte> NameBytes => Raw.Span[..NameLength];

    /// <summary>The value's octets, from the colon to before the last CRLF, folding kept.</summary>
    public ReadOnlySpan<byte> ValueBytes
    {
        get
        {
            ReadOnlySpan<byte> value = Raw.Span[ValueOffset..];
            return value.EndsWith("\r\n"u8) ? value[..^2] : value;
        }
    }

    /// <summary>The field name as text.</summary>
    public string Name => Encoding.Latin1.GetString(NameBytes);

    /// <summary>The value unfolded (RFC 5322 §2.2.3) and trimmed; octets that are not UTF-8 read as Latin-1.</summary>
    public string Value => HeaderText.Unfold(ValueBytes);

    /// <summary>True when the field has this name, in any case.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(NameBytes, name);
}
