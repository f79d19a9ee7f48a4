using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>
/// Undoes a transfer encoding piece by piece. A struct, so that a copy of it is a place to come back to. Nothing is refused: what a strict decoder
/// would stop at is stepped over and noted in <see cref="Problems"/>, because some client steps over it, too (ATTACKS C03).
/// </summary>
internal struct TransferDecoder(TransferEncoding encoding)
{
    /// <summary>A source piece of this size or more always makes progress.</summary>
    public const int MinPieceLength = 4096;

    private Base64Decoder _base64;
    private QuotedPrintableDecoder _quotedPrintable;
    private UuDecoder _uu;
    private YEncDecoder _yEnc;

    /// <summary>What was wrong with what has been decoded so far.</summary>
    public readonly MimeFlags Problems =>
        (_base64.IsMalformed ? MimeFlags.MalformedBase64 : 0) | (_quotedPrintable.IsMalformed ? MimeFlags.MalformedQuotedPrintable : 0);

    /// <summary>Decodes from <paramref name="source"/>; returns octets written, and how many were used up.</summary>
    /// <param name="destination">Room for at least <see cref="MinPieceLength"/> octets where the source has as many.</param>
    /// <param name="isLast">True when nothing follows the source.</param>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination, bool isLast, out int consumed)
    {
        switch (encoding)
        {
            case TransferEncoding.Base64:
                return _base64.Decode(source, destination, isLast, out consumed);
            case TransferEncoding.QuotedPrintable:
                return _quotedPrintable.Decode(source, destination, isLast, out consumed);
            case TransferEncoding.UuEncode:
                return _uu.Decode(source, destination, isLast, out consumed);
            case TransferEncoding.YEnc:
                return _yEnc.Decode(source, destination, isLast, out consumed);
            case TransferEncoding.Identity:
            default:
                consumed = Math.Min(source.Length, destination.Length);
                source[..consumed].CopyTo(destination);
                return consumed;
        }
    }
}
