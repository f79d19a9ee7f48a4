using System.Buffers;

namespace MailGate.Cli.Scanning;

/// <summary>
/// Reads the messages of an mbox file one by one (RFC 4155, with the quoting of mboxrd): each begins after a line <c>From ...</c> that follows an empty line,
/// <c>&gt;From</c> loses its first mark, and the empty line at the end of a message is the file's. Memory is bounded by one message of the largest size.
/// </summary>
/// <param name="stream">The file from its beginning.</param>
/// <param name="maxOctets">Octets of a message beyond which it is skipped.</param>
internal sealed class MboxReader(Stream stream, long maxOctets)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> _message = new();
    private int _start;
    private int _end;
    private bool _isLineStart = true;
    private bool _isAfterBlank = true;
    private bool _isTooLarge;

    /// <summary>True for the beginning of an mbox file.</summary>
    public static bool IsMbox(ReadOnlySpan<byte> octets) => octets.StartsWith("From "u8);

    /// <summary>The messages as they stand in the file; null for one that is too large.</summary>
    public IEnumerable<byte[]?> Read()
    {
        bool hasMessage = false;
        for (Piece piece = Next(); piece != Piece.End; piece = Next())
        {
            if (piece == Piece.Separator)
            {
                if (hasMessage)
                {
                    yield return Take();
                }

                hasMessage = true;
            }
        }

        if (hasMessage)
        {
            yield return Take();
        }
    }

    // One line, or as much of a long one as the buffer holds.
    private Piece Next()
    {
        ReadOnlySpan<byte> line = ReadPiece();
        if (line.IsEmpty)
        {
            return Piece.End;
        }

        bool isLineStart = _isLineStart;
        _isLineStart = line[^1] == (byte)'\n';
        if (!isLineStart)
        {
            Append(line);
            return Piece.Text;
        }

        if (_isAfterBlank && IsMbox(line))
        {
            _isAfterBlank = false;
            SkipLine(line);
            return Piece.Separator;
        }

        _isAfterBlank = line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];
        Append(IsQuoted(line) ? line[1..] : line);
        return Piece.Text;
    }

    private static bool IsQuoted(ReadOnlySpan<byte> line) => line[0] == (byte)'>' && IsMbox(line.TrimStart((byte)'>'));

    private void SkipLine(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty && line[^1] != (byte)'\n')
        {
            line = ReadPiece();
        }

        _isLineStart = true;
    }

    private ReadOnlySpan<byte> ReadPiece()
    {
        int lineFeed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (lineFeed < 0)
        {
            lineFeed = Fill();
        }

        int length = lineFeed < 0 ? _end - _start : lineFeed + 1;
        ReadOnlySpan<byte> piece = _buffer.AsSpan(_start, length);
        _start += length;
        return piece;
    }

    // Reads until there is a line end or the buffer is full; where the line end is, or -1.
    private int Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (_end < _buffer.Length)
        {
            int read = stream.Read(_buffer, _end, _buffer.Length - _end);
            int lineFeed = _buffer.AsSpan(_end, read).IndexOf((byte)'\n');
            int before = _end;
            _end += read;
            if (lineFeed >= 0 || read == 0)
            {
                return lineFeed < 0 ? -1 : before + lineFeed;
            }
        }

        return -1;
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        if (_isTooLarge || _message.WrittenCount + octets.Length > maxOctets)
        {
            _isTooLarge = true;
            _message.Clear();
            return;
        }

        _message.Write(octets);
    }

    private byte[]? Take()
    {
        ReadOnlySpan<byte> octets = _message.WrittenSpan;
        octets = octets.EndsWith("\r\n\r\n"u8) ? octets[..^2] : octets.EndsWith("\n\n"u8) ? octets[..^1] : octets;
        byte[]? message = _isTooLarge ? null : octets.ToArray();
        _isTooLarge = false;
        _message.Clear();
        return message;
    }

    private enum Piece
    {
        End,
        Text,
        Separator,
    }
}
