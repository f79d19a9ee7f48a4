using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MailGate.Mail.Dkim;

/// <summary>
/// Finds the white space that relaxed body canonicalization changes, many octets at a time: a tab, or a space before white space or a line
/// end. Single spaces between words, which are nearly all there are, stop nothing.
/// </summary>
internal static class WhiteSpaceScanner
{
    /// <summary>How much larger than its input the output of <see cref="Compact"/> must be: it is written a vector at a time.</summary>
    public const int Slack = 32;

    private static readonly ulong[] PackOrders = CreatePackOrders();

    /// <summary>Where the first irregularity is: a tab, or a space before a space, a tab, a CR or the end. The length where there is none.</summary>
    public static int FindIrregularity(ReadOnlySpan<byte> input)
    {
        ref byte origin = ref MemoryMarshal.GetReference(input);
        int position = 0;
        // Each step looks at one octet behind its vector, hence "less than".
        for (; position + Vector256<byte>.Count < input.Length; position += Vector256<byte>.Count)
        {
            uint found = Irregularities(ref origin, position, Vector256.LoadUnsafe(ref origin, (nuint)position));
            if (found != 0)
            {
                return position + (int)uint.TrailingZeroCount(found);
            }
        }

        while (position < input.Length && !IsIrregular(input, position))
        {
            position++;
        }

        return position;
    }

    /// <summary>
    /// Copies input with its white space reduced: a run inside a line becomes one space, one before a CRLF goes, one at the input's end
    /// is left to the caller.
    /// </summary>
    /// <param name="input">Octets, at least one.</param>
    /// <param name="output">Room for the input and <see cref="Slack"/>.</param>
    /// <param name="endsInWhiteSpace">True when white space at the input's end was left out.</param>
    /// <returns>How many octets were written.</returns>
    public static int Compact(ReadOnlySpan<byte> input, Span<byte> output, out bool endsInWhiteSpace)
    {
        Debug.Assert(output.Length >= input.Length + Slack, "a whole vector is written at the end");
        ref byte source = ref MemoryMarshal.GetReference(input);
        ref byte target = ref MemoryMarshal.GetReference(output);
        Vector256<byte> space = Vector256.Create((byte)' ');
        int read = 0, written = 0;
        // Whether an octet stays depends on itself and the two behind it only, so that nothing waits for the octets before.
        for (; read + Vector256<byte>.Count + 2 <= input.Length; read += Vector256<byte>.Count)
        {
            Vector256<byte> here = Vector256.LoadUnsafe(ref source, (nuint)read);
            Vector256<byte> whiteSpace = WhiteSpace(here);
            Vector256<byte> next = Vector256.LoadUnsafe(ref source, (nuint)(read + 1));
            Vector256<byte> lineEnds = Vector256.Equals(next, Vector256.Create((byte)'\r'))
                & Vector256.Equals(Vector256.LoadUnsafe(ref source, (nuint)(read + 2)), Vector256.Create((byte)'\n'));
            Vector256<byte> dropped = whiteSpace & (WhiteSpace(next) | lineEnds);
            Vector256<byte> spaced = Vector256.ConditionalSelect(whiteSpace, space, here);
            if (dropped == Vector256<byte>.Zero)
            {
                spaced.StoreUnsafe(ref target, (nuint)written);
                written += Vector256<byte>.Count;
                continue;
            }

            uint kept = ~dropped.ExtractMostSignificantBits();
            Vector256<ulong> lanes = spaced.AsUInt64();
            written += Pack(lanes.GetElement(0), (byte)kept, ref Unsafe.Add(ref target, written));
            written += Pack(lanes.GetElement(1), (byte)(kept >> 8), ref Unsafe.Add(ref target, written));
            written += Pack(lanes.GetElement(2), (byte)(kept >> 16), ref Unsafe.Add(ref target, written));
            written += Pack(lanes.GetElement(3), (byte)(kept >> 24), ref Unsafe.Add(ref target, written));
        }

        for (; read < input.Length; read++)
        {
            byte octet = input[read];
            bool isWhiteSpace = octet is (byte)' ' or (byte)'\t';
            if (!isWhiteSpace || (read + 1 < input.Length && input[read + 1] is not ((byte)' ' or (byte)'\t') && !IsLineEnd(input, read + 1)))
            {
                output[written++] = isWhiteSpace ? (byte)' ' : octet;
            }
        }

        endsInWhiteSpace = input[^1] is (byte)' ' or (byte)'\t';
        return written;
    }

    /// <summary>The first position from <paramref name="position"/> on that is neither space nor tab.</summary>
    public static int Skip(ReadOnlySpan<byte> input, int position)
    {
        while (position + Vector128<byte>.Count <= input.Length)
        {
            Vector128<byte> here = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(input), (nuint)position);
            uint others = ~(Vector128.Equals(here, Vector128.Create((byte)' ')) | Vector128.Equals(here, Vector128.Create((byte)'\t'))).ExtractMostSignificantBits() & 0xFFFF;
            if (others != 0)
            {
                return position + (int)uint.TrailingZeroCount(others);
            }

            position += Vector128<byte>.Count;
        }

        while (position < input.Length && input[position] is (byte)' ' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    public static bool IsLineEnd(ReadOnlySpan<byte> input, int position) =>
        input[position] == (byte)'\r' && position + 1 < input.Length && input[position + 1] == (byte)'\n';

    private static bool IsIrregular(ReadOnlySpan<byte> input, int position) =>
        input[position] == (byte)'\t'
        || (input[position] == (byte)' ' && (position + 1 == input.Length || input[position + 1] is (byte)' ' or (byte)'\t' or (byte)'\r'));

    // One bit for each irregular octet of a vector; reads one octet beyond it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Irregularities(ref byte origin, int position, Vector256<byte> here)
    {
        Vector256<byte> whiteSpace = WhiteSpace(here);
        if (whiteSpace == Vector256<byte>.Zero)
        {
            return 0;
        }

        Vector256<byte> next = Vector256.LoadUnsafe(ref origin, (nuint)(position + 1));
        Vector256<byte> marks = WhiteSpace(next) | Vector256.Equals(next, Vector256.Create((byte)'\r')) | Vector256.Equals(here, Vector256.Create((byte)'\t'));
        return (whiteSpace & marks).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> WhiteSpace(Vector256<byte> octets) =>
        Vector256.Equals(octets, Vector256.Create((byte)' ')) | Vector256.Equals(octets, Vector256.Create((byte)'\t'));

    // Writes eight octets without those whose bit is not set, and returns how many stayed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pack(ulong octets, byte kept, ref byte target)
    {
        Vector128<byte> packed = Vector128.ShuffleNative(
            Vector128.CreateScalar(octets).AsByte(), Vector128.CreateScalar(PackOrders[kept]).AsByte());
        Unsafe.WriteUnaligned(ref target, packed.AsUInt64().ToScalar());
        return BitOperations.PopCount(kept);
    }

    // For each set of kept octets, their positions one after the other.
    private static ulong[] CreatePackOrders()
    {
        ulong[] orders = new ulong[256];
        for (int kept = 0; kept < orders.Length; kept++)
        {
            for (int position = 0, place = 0; position < 8; position++)
            {
                if ((kept & (1 << position)) != 0)
                {
                    orders[kept] |= (ulong)position << (8 * place++);
                }
            }
        }

        return orders;
    }
}
