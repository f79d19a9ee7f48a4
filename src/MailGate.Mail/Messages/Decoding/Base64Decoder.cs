using System.Buffers.Text;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>Base64 (RFC 2045 §6.8): other characters are skipped, padding ends a group but not the data.</summary>
internal struct Base64Decoder
{
    private int _bits;
    private int _held;
    private bool _padded;

    /// <summary>Foreign characters, data after padding, or a last group that is not whole.</summary>
    public bool IsMalformed { get; private set; }

    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination, bool isLast, out int consumed)
    {
        int read = 0, written = 0;
        while (read < source.Length && destination.Length - written >= 3)
        {
            if (_held == 0)
            {
                int copied = DecodeGroups(source[read..], destination[written..], out int used);
                read += used;
                written += copied;
                if (read == source.Length || destination.Length - written < 3)
                {
                    break;
                }
            }

            byte character = source[read++];
            int value = Base64Alphabet.Value(character);
            if (value >= 0)
            {
                IsMalformed |= _padded;
                _bits = (_bits << 6) | value;
                if (++_held == 4)
                {
                    written += EndGroup(destination[written..]);
                }
            }
            else if (character == (byte)'=')
            {
                _padded |= _held > 0;
                written += EndGroup(destination[written..]);
            }
            else if (character is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t'))
            {
                IsMalformed = true;
            }
        }

        consumed = read;
        if (isLast && read == source.Length && _held > 0 && destination.Length - written >= 3)
        {
            IsMalformed = true;
            written += EndGroup(destination[written..]);
        }

        return written;
    }

    private int DecodeGroups(ReadOnlySpan<byte> source, Span<byte> destination, out int used)
    {
        int run = source.IndexOfAnyExcept(Base64Alphabet.Characters);
        int groups = Math.Min((run < 0 ? source.Length : run) / 4, destination.Length / 3);
        used = 0;
        if (groups == 0)
        {
            return 0;
        }

        IsMalformed |= _padded;
        Base64.DecodeFromUtf8(source[..(groups * 4)], destination, out used, out int written, isFinalBlock: false);
        return written;
    }

    private int EndGroup(Span<byte> destination)
    {
        int octets = _held - 1;
        if (octets <= 0)
        {
            IsMalformed |= octets == 0;
            _held = 0;
            return 0;
        }

        int bits = _bits << ((4 - _held) * 6);
        for (int i = 0; i < octets; i++)
        {
            destination[i] = (byte)(bits >> (16 - (8 * i)));
        }

        _held = 0;
        _bits = 0;
        return octets;
    }
}
