using System.Buffers;

namespace MailGate.Mail.Dkim;

/// <summary>
/// RFC 6376 §3.4.4: runs of white space become one space, white space at the end of a line goes, empty lines at the end go; an empty body
/// stays empty. Most mail is canonical already: such a piece is hashed where it lies, and only others are compacted into a buffer first.
/// </summary>
internal sealed class RelaxedBodyCanonicalizer(BodyDigest output) : BodyCanonicalizer(output)
{
    private const int PieceOctets = 16 * 1024;

    private byte[]? _compacted;
    private bool _heldSpace;

    public override void Dispose()
    {
        base.Dispose();
        if (_compacted is { } compacted)
        {
            _compacted = null;
            ArrayPool<byte>.Shared.Return(compacted);
        }
    }

    protected override void Canonicalize(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            // A piece must not end between CR and LF, so that what its last white space stands before is seen.
            int length = Math.Min(chunk.Length, PieceOctets);
            length += length < chunk.Length && chunk[length - 1] == (byte)'\r' ? 1 : 0;
            CanonicalizePiece(chunk[..length]);
            chunk = chunk[length..];
        }
    }

    protected override void HoldLineEnd()
    {
        _heldSpace = false;
        base.HoldLineEnd();
    }

    protected override void WriteContent(ReadOnlySpan<byte> content)
    {
        if (_heldSpace)
        {
            _heldSpace = false;
            base.WriteContent(" "u8);
        }

        base.WriteContent(content);
    }

    protected override void FinishBody()
    {
        // White space at the end of a line is ignored, but a last line without CRLF has no end yet: verifiers agree that it keeps its space.
        if (_heldSpace)
        {
            WriteContent([]);
        }

        if (Output.Length > 0)
        {
            Output.Write("\r\n"u8);
        }
    }

    private void CanonicalizePiece(ReadOnlySpan<byte> piece)
    {
        int start = WhiteSpaceScanner.Skip(piece, 0);
        _heldSpace |= start > 0;
        if (start == piece.Length)
        {
            return;
        }

        if (WhiteSpaceScanner.IsLineEnd(piece, start))
        {
            _heldSpace = false;
        }
        else if (_heldSpace)
        {
            WriteContent([]);
        }

        piece = piece[start..];
        if (WhiteSpaceScanner.FindIrregularity(piece) == piece.Length)
        {
            WriteHoldingLineEnds(piece);
            return;
        }

        _compacted ??= ArrayPool<byte>.Shared.Rent(PieceOctets + 1 + WhiteSpaceScanner.Slack);
        int length = WhiteSpaceScanner.Compact(piece, _compacted, out _heldSpace);
        WriteHoldingLineEnds(_compacted.AsSpan(0, length));
    }
}
