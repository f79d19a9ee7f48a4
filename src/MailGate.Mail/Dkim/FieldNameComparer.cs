using System.Diagnostics.CodeAnalysis;

namespace MailGate.Mail.Dkim;

/// <summary>Field names in any case. The hash is seeded for each process, so that a sender cannot choose names that collide.</summary>
internal sealed class FieldNameComparer : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static FieldNameComparer Instance { get; } = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => System.Text.Ascii.EqualsIgnoreCase(x.Span, y.Span);

    public int GetHashCode([DisallowNull] ReadOnlyMemory<byte> obj)
    {
        HashCode hash = default;
        Span<byte> lower = stackalloc byte[64];
        ReadOnlySpan<byte> rest = obj.Span;
        while (!rest.IsEmpty)
        {
            int count = Math.Min(rest.Length, lower.Length);
            for (int i = 0; i < count; i++)
            {
                byte octet = rest[i];
                lower[i] = octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;
            }

            hash.AddBytes(lower[..count]);
            rest = rest[count..];
        }

        return hash.ToHashCode();
    }
}
