using System.Buffers;

namespace MailGate.Smtp.Transport;

/// <summary>
/// Reads message octets off the wire: finds the end of data, takes stuffed dots away, and watches over line ends. Only CRLF.CRLF ends DATA
/// (RFC 5321 §4.1.1.4). Fed in pieces of any size it gives the same result.
/// </summary>
/// <param name="isDotStuffed">True for DATA; false for the chunks of BDAT, whose length is told (RFC 3030 §2).</param>
/// <param name="policy">What becomes of octets outside CRLF line ends.</param>
/// <param name="maxLineOctets">Longest line without its CRLF (RFC 5321 §4.5.3.1.6 asks for 998).</param>
public sealed class DataReader(bool isDotStuffed, LineEndingPolicy policy, long maxLineOctets = long.MaxValue)
{
    // Pieces come from buffers of at most so many octets.
    private const int MinWatchedLine = 128 * 1024;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\r\n\0"u8);

    private State _state = State.LineStart;
    private long _lineOctets;

    private enum State
    {
        /// <summary>Before the first octet of a line.</summary>
        LineStart,

        /// <summary>Inside a line.</summary>
        Text,

        /// <summary>A CR ended the last piece; it is not written yet.</summary>
        CarriageReturn,

        /// <summary>A dot began the line; it is taken away.</summary>
        Dot,

        /// <summary>The line so far is a dot and a CR; neither is written.</summary>
        DotCarriageReturn,
    }

    /// <summary>
    /// After an octet that the policy refuses, or when a message has grown too large: the rest is read to its end and written nowhere. The end is
    /// found by the same strict rule, so that no line of the message becomes a command.
    /// </summary>
    public bool IsDiscarding { get; private set; }

    /// <summary>Starts discarding; see <see cref="IsDiscarding"/>.</summary>
    public void Discard() => IsDiscarding = true;

    /// <summary>Reads a piece.</summary>
    /// <param name="input">Octets off the wire.</param>
    /// <param name="sink">Takes the message's octets.</param>
    /// <param name="consumed">How many octets of <paramref name="input"/> are used up; all of them unless the result says otherwise.</param>
    public DataStatus Read(ReadOnlySpan<byte> input, IDataSink sink, out int consumed)
    {
        ArgumentNullException.ThrowIfNull(sink);
        Piece piece = new(input, IsDiscarding ? null : sink);
        DataStatus status = DataStatus.More;
        while (status == DataStatus.More && piece.Position < input.Length)
        {
            status = _state switch
            {
                State.LineStart => ReadLineStart(ref piece),
                State.Text => ReadText(ref piece),
                State.CarriageReturn => ReadAfterCarriageReturn(ref piece),
                State.Dot => ReadAfterDot(ref piece),
                State.DotCarriageReturn => ReadAfterDotCarriageReturn(ref piece),
                _ => throw new InvalidOperationException(),
            };
        }

        piece.Flush();
        consumed = piece.Position;
        return status;
    }

    /// <summary>The last chunk of BDAT has been read: a last line without its CRLF gets it, as the DATA that goes on from here needs it.</summary>
    public DataStatus Finish(IDataSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (_state == State.CarriageReturn && policy == LineEndingPolicy.Refuse && !IsDiscarding)
        {
            return DataStatus.BareCarriageReturn;
        }

        if (_state != State.LineStart && !IsDiscarding)
        {
            sink.Append("\r\n"u8);
        }

        _state = State.LineStart;
        return DataStatus.EndOfData;
    }

    private DataStatus ReadLineStart(ref Piece piece)
    {
        if (isDotStuffed && piece.Current == (byte)'.')
        {
            // RFC 5321 §4.5.2: a leading dot was added by the sender, or it ends the data.
            piece.Drop(1);
            _state = State.Dot;
        }
        else
        {
            _state = State.Text;
        }

        _lineOctets = 0;
        return DataStatus.More;
    }

    private DataStatus ReadAfterDot(ref Piece piece)
    {
        if (piece.Current == (byte)'\r')
        {
            piece.Drop(1);
            _state = State.DotCarriageReturn;
        }
        else
        {
            _state = State.Text;
        }

        return DataStatus.More;
    }

    private DataStatus ReadAfterDotCarriageReturn(ref Piece piece)
    {
        if (piece.Current == (byte)'\n')
        {
            piece.Drop(1);
            _state = State.LineStart;
            return DataStatus.EndOfData;
        }

        return ReplaceCarriageReturn(ref piece);
    }

    private DataStatus ReadAfterCarriageReturn(ref Piece piece)
    {
        if (piece.Current == (byte)'\n')
        {
            piece.Drop(1);
            piece.Insert("\r\n"u8);
            _state = State.LineStart;
            return DataStatus.More;
        }

        return ReplaceCarriageReturn(ref piece);
    }

    // The CR lies before the current octet and was not written.
    private DataStatus ReplaceCarriageReturn(ref Piece piece)
    {
        _state = State.Text;
        if (policy == LineEndingPolicy.Refuse && !IsDiscarding)
        {
            return DataStatus.BareCarriageReturn;
        }

        piece.Insert(" "u8);
        return DataStatus.More;
    }

    private DataStatus ReadText(ref Piece piece)
    {
        // Where lines may be as long as a piece, their length need not be watched inside of one.
        int clean = maxLineOctets > MinWatchedLine ? CleanLines.Length(piece.Rest) : 0;
        if (clean > 0)
        {
            int lineFeed = piece.Rest[..clean].LastIndexOf((byte)'\n');
            _lineOctets = lineFeed < 0 ? _lineOctets + clean : clean - lineFeed - 1;
            piece.Keep(clean);
            if (_lineOctets > maxLineOctets && !IsDiscarding)
            {
                return DataStatus.LineTooLong;
            }

            if (_lineOctets == 0)
            {
                _state = State.LineStart;
            }

            return DataStatus.More;
        }

        int special = piece.Rest.IndexOfAny(Special);
        _lineOctets += special < 0 ? piece.Rest.Length : special;
        if (_lineOctets > maxLineOctets && !IsDiscarding)
        {
            return DataStatus.LineTooLong;
        }

        if (special < 0)
        {
            piece.Keep(piece.Rest.Length);
            return DataStatus.More;
        }

        piece.Keep(special);
        switch (piece.Current)
        {
            case (byte)'\r' when piece.Rest.Length == 1:
                piece.Drop(1);
                _state = State.CarriageReturn;
                return DataStatus.More;
            case (byte)'\r' when piece.Rest[1] == (byte)'\n':
                piece.Keep(2);
                _state = State.LineStart;
                return DataStatus.More;
            case (byte)'\r':
                piece.Drop(1);
                return ReplaceCarriageReturn(ref piece);
            case (byte)'\n':
                return Replace(ref piece, DataStatus.BareLineFeed, "\r\n"u8);
            default:
                return Replace(ref piece, DataStatus.Nul, " "u8);
        }
    }

    private DataStatus Replace(ref Piece piece, DataStatus problem, ReadOnlySpan<byte> replacement)
    {
        if (policy == LineEndingPolicy.Refuse && !IsDiscarding)
        {
            return problem;
        }

        piece.Drop(1);
        piece.Insert(replacement);
        return DataStatus.More;
    }

    /// <summary>A walk over one piece of input that hands on runs as long as they can be.</summary>
    private ref struct Piece(ReadOnlySpan<byte> input, IDataSink? sink)
    {
        private readonly ReadOnlySpan<byte> _input = input;
        private int _runStart;

        public int Position { get; private set; }

        public readonly byte Current => _input[Position];

        public readonly ReadOnlySpan<byte> Rest => _input[Position..];

        public void Keep(int count) => Position += count;

        public void Drop(int count)
        {
            Flush();
            Position += count;
            _runStart = Position;
        }

        public void Insert(ReadOnlySpan<byte> octets)
        {
            Flush();
            sink?.Append(octets);
        }

        public void Flush()
        {
            if (Position > _runStart)
            {
                sink?.Append(_input[_runStart..Position]);
            }

            _runStart = Position;
        }
    }
}
