using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MailGate.Smtp.Transport;

/// <summary>
/// Finds how much of a message needs no attention, many octets at a time: every CR and LF stands in a CRLF, there is no NUL, and no line begins with a dot.
/// That is nearly all of nearly every message; what is left goes octet by octet.
/// </summary>
internal static class CleanLines
{
    // A step looks two octets past its own: at the LF behind a CR, and at what follows that.
    private const int LookAhead = 2;

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
            Vector256<byte> isReturn = Vector256.Equals(here, carriageReturn);
            Vector256<byte> nextIsFeed = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(i + 1)), lineFeed);
            Vector256<byte> thenIsDot = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(i + 2)), dot);
            Vector256<byte> odd = (isReturn ^ nextIsFeed) | (isReturn & thenIsDot) | Vector256.Equals(here, Vector256<byte>.Zero);
            if (odd != Vector256<byte>.Zero)
            {
                break;
            }
        }

        // A CR at the very end belongs to the LF behind it.
        return i > 0 && octets[i - 1] == (byte)'\r' ? i - 1 : i;
    }
}
