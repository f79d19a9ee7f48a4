using System.Text;

namespace MailGate.Mail.TagLists;

/// <summary>One <c>name=value</c> of a tag list (RFC 6376 §3.2).</summary>
/// <param name="NameBytes">The name; names are compared with case.</param>
/// <param name="ValueBytes">The value without the white space around it; white space inside is kept.</param>
/// <param name="RawStart">Offset in the input of what follows the equals sign.</param>
/// <param name="RawEnd">Offset in the input of the semicolon that ends the tag, or of the input's end.</param>
public readonly record struct Tag(ReadOnlyMemory<byte> NameBytes, ReadOnlyMemory<byte> ValueBytes, int RawStart, int RawEnd)
{
    /// <summary>The name as text.</summary>
    public string Name => Encoding.ASCII.GetString(NameBytes.Span);

    /// <summary>The value's octets.</summary>
    public ReadOnlySpan<byte> Value => ValueBytes.Span;

    /// <summary>The value as text: UTF-8 where it is that, Latin-1 otherwise.</summary>
    public string Text => Messages.HeaderText.Decode(ValueBytes.Span);
}
