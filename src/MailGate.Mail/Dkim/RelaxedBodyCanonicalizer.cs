using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MailGate.Mail.Dkim;

/// <summary>
/// RFC 6376 §3.4.4: runs of white space become one space, white space at the end of a line goes, empty lines at the end go; an empty body
/// stays empty. Mail is nearly canonical already, so the work is to find, many octets at a time, the few places that are not, and to hash
/// everything between them where it lies.
/// </summary>
internal sealed class RelaxedBodyCanonicalizer(BodyDigest output) : BodyCanonicalizer(output)
{
    private bool _heldSpace;

    protected override void Canonicalize(ReadOnlySpan<byte> chunk)
    {
        int position = 0;
        while (position < chunk.Length)
        {
            byte octet = chunk[position];
            if (octet is (byte)' ' or (byte)'\t')
            {
                _heldSpace = true;
                position = SkipWhiteSpace(chunk, position);
            }
            else if (octet == (byte)'\r' && position + 1 < chunk.Length && chunk[position + 1] == (byte)'\n')
            {
                HoldLineEnds(1);
                position += 2;
            }
            else
            {
                position = WriteRuns(chunk, position);
            }
        }
    }

    protected override void HoldLineEnds(long count)
    {
        _heldSpace = false;
        base.HoldLineEnds(count);
    }

    protected override void WriteContent(ReadOnlySpan<byte> content)
    {
        if (_heldSpace)
        {
            _heldSpace = false;
            base.WriteContent(" "u8);
        }

        base.WriteContent(content);
    }

    protected override void FinishBody()
    {
        // White space at the end of a line is ignored, but a last line without CRLF has no end yet: verifiers agree that it keeps its space.
        if (_heldSpace)
        {
            WriteContent([]);
        }

        if (Output.Length > 0)
        {
            Output.Write("\r\n"u8);
        }
    }

    // Writes from content on, as far as white space is inside lines; returns where it may be at the end of one.
    private int WriteRuns(ReadOnlySpan<byte> chunk, int start)
    {
        while (true)
        {
            int stop = FindIrregularity(chunk, start);
            int next = SkipWhiteSpace(chunk, stop);
            if (next < chunk.Length && chunk[next] != (byte)'\r' && chunk[stop] == (byte)' ')
            {
                // The run's first space stays, the others go.
                WriteContent(chunk[start..(stop + 1)]);
                start = next;
                continue;
            }

            ReadOnlySpan<byte> run = chunk[start..stop];
            int end = TrimLineEnds(run);
            WriteContent(run[..end]);
            if (end < run.Length)
            {
                HoldLineEnds((run.Length - end) / 2);
            }

            return stop;
        }
    }

    /// <summary>The next tab, or space before a space, a tab, a CR or the end of the chunk.</summary>
    private static int FindIrregularity(ReadOnlySpan<byte> chunk, int start)
    {
        ref byte origin = ref MemoryMarshal.GetReference(chunk);
        int position = start;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> tab = Vector256.Create((byte)'\t'), space = Vector256.Create((byte)' '), carriageReturn = Vector256.Create((byte)'\r');
            for (; position + Vector256<byte>.Count < chunk.Length; position += Vector256<byte>.Count)
            {
                Vector256<byte> here = Vector256.LoadUnsafe(ref origin, (nuint)position);
                Vector256<byte> spaces = Vector256.Equals(here, space);
                Vector256<byte> tabs = Vector256.Equals(here, tab);
                if ((spaces | tabs) == Vector256<byte>.Zero)
                {
                    continue;
                }

                Vector256<byte> after = Vector256.LoadUnsafe(ref origin, (nuint)(position + 1));
                Vector256<byte> marks = Vector256.Equals(after, space) | Vector256.Equals(after, tab) | Vector256.Equals(after, carriageReturn);
                uint found = (tabs | (spaces & marks)).ExtractMostSignificantBits();
                if (found != 0)
                {
                    return position + int.CreateTruncating(uint.TrailingZeroCount(found));
                }
            }
        }

        for (; position < chunk.Length; position++)
        {
            byte octet = Unsafe.Add(ref origin, position);
            if (octet == (byte)'\t'
                || (octet == (byte)' ' && (position + 1 == chunk.Length || Unsafe.Add(ref origin, position + 1) is (byte)' ' or (byte)'\t' or (byte)'\r')))
            {
                return position;
            }
        }

        return position;
    }

    private static int SkipWhiteSpace(ReadOnlySpan<byte> chunk, int position)
    {
        while (position < chunk.Length && chunk[position] is (byte)' ' or (byte)'\t')
        {
            position++;
        }

        return position;
    }
}
