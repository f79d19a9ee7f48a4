using System.Buffers;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>
/// The decoded octets of a part, readable anywhere without keeping them: places to come back to are remembered every <see cref="Stride"/> octets.
/// Reading forward costs one pass. Memory is two windows and a few dozen octets for each stride. Several threads may read.
/// </summary>
internal sealed class DecodedContent(IMessageBytes source, long start, long end, TransferEncoding encoding) : IMessageBytes, IDisposable
{
    private const int WindowLength = 16 * 1024;
    private const long Stride = 128 * 1024;

    private readonly List<Place> _places = [new Place(start, 0, new TransferDecoder(encoding))];
    private readonly Lock _gate = new();
    private byte[] _window = [];
    private byte[] _piece = [];
    private Place _next = new(start, 0, new TransferDecoder(encoding));
    private long _windowStart;
    private int _windowLength;
    private long _length = -1;

    /// <summary>What was wrong with what has been decoded so far.</summary>
    public MimeFlags Problems { get; private set; }

    /// <summary>Octets in all; the first call decodes to the end.</summary>
    public long Length
    {
        get
        {
            if (encoding == TransferEncoding.Identity)
            {
                return end - start;
            }

            lock (_gate)
            {
                while (_length < 0)
                {
                    GoTo(_places[^1].DecodedOffset > _next.DecodedOffset ? _places[^1] : _next);
                    Advance();
                }

                return _length;
            }
        }
    }

    public int Read(long offset, Span<byte> destination)
    {
        if (encoding == TransferEncoding.Identity)
        {
            long left = end - start - offset;
            return offset < 0 || left <= 0 ? 0 : source.Read(start + offset, destination[..(int)Math.Min(left, destination.Length)]);
        }

        lock (_gate)
        {
            int copied = 0;
            while (copied < destination.Length && Seek(offset + copied))
            {
                int at = (int)(offset + copied - _windowStart);
                int count = Math.Min(destination.Length - copied, _windowLength - at);
                _window.AsSpan(at, count).CopyTo(destination[copied..]);
                copied += count;
            }

            return copied;
        }
    }

    /// <summary>Gives the windows back. The content can be read again all the same.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_window.Length > 0)
            {
                _windowStart = _next.DecodedOffset;
                ArrayPool<byte>.Shared.Return(_window);
                ArrayPool<byte>.Shared.Return(_piece);
                _window = _piece = [];
                _windowLength = 0;
            }
        }
    }

    // Brings the octet at the offset into the window; false at the end.
    private bool Seek(long offset)
    {
        if (offset < 0)
        {
            return false;
        }

        if (offset < _windowStart || offset >= _next.DecodedOffset + Stride)
        {
            int stride = (int)Math.Min(offset / Stride, _places.Count - 1);
            while (stride > 0 && _places[stride].DecodedOffset > offset)
            {
                stride--;
            }

            if (offset < _windowStart || _places[stride].DecodedOffset > _next.DecodedOffset)
            {
                GoTo(_places[stride]);
            }
        }

        while (offset >= _windowStart + _windowLength)
        {
            if (!Advance())
            {
                return false;
            }
        }

        return true;
    }

    private void GoTo(Place place)
    {
        _next = place;
        _windowStart = place.DecodedOffset;
        _windowLength = 0;
    }

    // Decodes the next window; false at the end.
    private bool Advance()
    {
        if (_window.Length == 0)
        {
            _window = ArrayPool<byte>.Shared.Rent(WindowLength);
            _piece = ArrayPool<byte>.Shared.Rent(WindowLength);
        }

        _windowStart = _next.DecodedOffset;
        _windowLength = 0;
        TransferDecoder decoder = _next.Decoder;
        long position = _next.SourceOffset;
        while (_windowLength == 0 && position < end)
        {
            int wanted = (int)Math.Min(WindowLength, end - position);
            int available = source.Read(position, _piece.AsSpan(0, wanted));
            bool isLast = position + available >= end || available < wanted;
            _windowLength = decoder.Decode(_piece.AsSpan(0, available), _window, isLast, out int consumed);
            position = consumed == 0 && _windowLength == 0 ? end : position + consumed;
        }

        Problems |= decoder.Problems;
        _next = new Place(position, _windowStart + _windowLength, decoder);
        if (_windowLength == 0)
        {
            _length = _windowStart;
            return false;
        }

        if (_next.DecodedOffset >= _places[^1].DecodedOffset + Stride)
        {
            _places.Add(_next);
        }

        return true;
    }

    private readonly record struct Place(long SourceOffset, long DecodedOffset, TransferDecoder Decoder);
}
