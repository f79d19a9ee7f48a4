using System.Globalization;

namespace MailGate.Configuration.Values;

/// <summary>A number of octets. Units count by 1024, as in Postfix, rspamd and nginx: 50MB is 52,428,800.</summary>
internal readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    private static readonly (string Suffix, int Shift)[] Units =
        [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40), ("KB", 10), ("MB", 20), ("GB", 30), ("TB", 40), ("B", 0)];

    public static implicit operator long(ByteSize size) => size.Bytes;

    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    public long ToInt64() => Bytes;

    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The shortest way to write it: <c>50MB</c>, <c>1000B</c>.</summary>
    public override string ToString()
    {
        foreach ((string suffix, int shift) in Units.Skip(4).SkipLast(1).Reverse())
        {
            if (Bytes != 0 && Bytes % (1L << shift) == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Bytes >> shift}{suffix}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Bytes}B");
    }

    internal static bool TryParse(string text, string folder, out ByteSize value, out string? problem)
    {
        (value, problem) = (default, null);
        (string suffix, int shift) = Units.FirstOrDefault(u => text.EndsWith(u.Suffix, StringComparison.OrdinalIgnoreCase), (Suffix: "", Shift: 0));
        ReadOnlySpan<char> digits = text.AsSpan(0, text.Length - suffix.Length).TrimEnd(' ');
        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        if (digits.Length > 1 && digits[0] == '0')
        {
            problem = $"'{text}' could be meant as octal: write it without the leading zero";
            return false;
        }

        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number > long.MaxValue >> shift)
        {
            problem = $"{text} is too large a size";
            return false;
        }

        value = new ByteSize(number << shift);
        return true;
    }
}
