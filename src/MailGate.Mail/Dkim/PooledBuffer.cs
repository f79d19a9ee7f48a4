using System.Buffers;

namespace MailGate.Mail.Dkim;

/// <summary>A growing buffer over rented memory.</summary>
internal sealed class PooledBuffer(int capacity) : IDisposable
{
    private byte[] _octets = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Reserve(octets.Length));
        Length += octets.Length;
    }

    public void Append(byte octet)
    {
        Reserve(1)[0] = octet;
        Length++;
    }

    public void Truncate(int length) => Length = length;

    public void Dispose()
    {
        byte[] octets = _octets;
        _octets = [];
        Length = 0;
        if (octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_octets.Length - Length < count)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_octets.Length * 2, Length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_octets);
            _octets = larger;
        }

        return _octets.AsSpan(Length);
    }
}
