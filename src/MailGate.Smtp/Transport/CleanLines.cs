using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MailGate.Smtp.Transport;

/// <summary>
/// Finds how much of a message needs no attention, many octets at a time: every CR and LF stands in a CRLF, there is no NUL, and no line begins with a dot.
/// That is nearly all of nearly every message; what is left goes octet by octet.
/// </summary>
internal static class CleanLines
{
    // Each octet is compared with the one behind it: a CR with its LF, an LF with what begins the next line.
    private const int LookAhead = 1;

    /// <summary>
    /// The length of a prefix that is clean when the octet before <paramref name="octets"/> was no CR and no line end. It never ends between a CR and its
    /// LF; what stands right behind it is no dot at the start of a line. Zero when there is nothing to gain.
    /// </summary>
    public static int Length(ReadOnlySpan<byte> octets)
    {
        if (!Vector256.IsHardwareAccelerated || octets.Length < Vector256<byte>.Count + LookAhead || octets[0] == (byte)'\n')
        {
            return 0;
        }

        ref byte start = ref MemoryMarshal.GetReference(octets);
        Vector256<byte> carriageReturn = Vector256.Create((byte)'\r');
        Vector256<byte> lineFeed = Vector256.Create((byte)'\n');
        Vector256<byte> dot = Vector256.Create((byte)'.');
        int last = octets.Length - Vector256<byte>.Count - LookAhead;
        int i = 0;
        for (; i <= last; i += Vector256<byte>.Count)
        {
            Vector256<byte> here = Vector256.LoadUnsafe(ref start, (nuint)i);
            Vector256<byte> next = Vector256.LoadUnsafe(ref start, (nuint)(i + 1));
            Vector256<byte> odd = (Vector256.Equals(here, carriageReturn) ^ Vector256.Equals(next, lineFeed))
                | (Vector256.Equals(here, lineFeed) & Vector256.Equals(next, dot))
                | Vector256.Equals(here, Vector256<byte>.Zero);
            if (odd != Vector256<byte>.Zero)
            {
                break;
            }
        }

        // A CR at the very end belongs to the LF behind it.
        return i > 0 && octets[i - 1] == (byte)'\r' ? i - 1 : i;
    }
}
