using System.Runtime.CompilerServices;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>Where in a table of weights a feature stands. Fixed for ever: a model is bound to it by its feature version.</summary>
internal static class FeatureHash
{
    /// <summary>Bits of an index into the weights of texts.</summary>
    public const int TextBits = 20;

    /// <summary>Bits of an index into the weights of headers.</summary>
    public const int HeaderBits = 17;

    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const ulong WordSalt = 0xD6E8FEB86659FD93;
    private const ulong Prime = 0x100000001B3;

    /// <summary>Of four characters, the last in the low bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Gram(ulong four) => (uint)((four * Multiplier) >> (64 - TextBits));

    /// <summary>Of a word by its running value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Word(ulong word) => (uint)(((word ^ WordSalt) * Multiplier) >> (64 - TextBits));

    /// <summary>Of two words that follow each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pair(ulong first, ulong second) => (uint)((((first * 31) + second) * WordSalt) >> (64 - TextBits));

    /// <summary>The running value of a word with one character more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Append(ulong word, char c) => (word ^ c) * Prime;

    /// <summary>Of a header feature: what kind it is, and its text.</summary>
    public static uint Header(string kind, ReadOnlySpan<char> text)
    {
        ulong hash = WordSalt;
        foreach (char c in kind)
        {
            hash = Append(hash, c);
        }

        foreach (char c in text)
        {
            hash = Append(hash, char.ToLowerInvariant(c));
        }

        return (uint)((hash * Multiplier) >> (64 - HeaderBits));
    }
}
