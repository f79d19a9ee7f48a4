namespace MailGate.Mail.Dkim;

/// <summary>
/// Turns a body that comes in chunks into one of its canonical forms. However it is split, the output is the same.
/// What may still prove to be the end of the body is held back as a count: empty lines there do not belong to it.
/// </summary>
internal abstract class BodyCanonicalizer(BodyDigest output) : IDisposable
{
    private static readonly byte[] LineEnds = CreateLineEnds();

    private long _heldLineEnds;
    private bool _heldCarriageReturn;

    public BodyDigest Output => output;

    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty)
        {
            return;
        }

        if (_heldCarriageReturn)
        {
            _heldCarriageReturn = false;
            if (chunk[0] == (byte)'\n')
            {
                HoldLineEnd();
                chunk = chunk[1..];
            }
            else
            {
                WriteContent("\r"u8);
            }
        }

        if (chunk.EndsWith("\r"u8))
        {
            _heldCarriageReturn = true;
            chunk = chunk[..^1];
        }

        Canonicalize(chunk);
    }

    /// <summary>Ends the body: its last line gets its line end, the empty lines held back are dropped.</summary>
    public void Finish()
    {
        if (_heldCarriageReturn)
        {
            WriteContent("\r"u8);
        }

        FinishBody();
        output.Finish();
    }

    public virtual void Dispose() => output.Dispose();

    /// <summary>Handles a chunk that does not end with CR.</summary>
    protected abstract void Canonicalize(ReadOnlySpan<byte> chunk);

    /// <summary>Writes the line end that the body has when all is said.</summary>
    protected abstract void FinishBody();

    /// <summary>Called for a line end between two chunks, before it is known whether anything follows it.</summary>
    protected virtual void HoldLineEnd() => _heldLineEnds++;

    /// <summary>Writes what is no line end, everything held back before it.</summary>
    protected virtual void WriteContent(ReadOnlySpan<byte> content)
    {
        WriteHeldLineEnds();
        output.Write(content);
    }

    /// <summary>Writes canonical octets, but holds back the line ends at their end.</summary>
    protected void WriteHoldingLineEnds(ReadOnlySpan<byte> octets)
    {
        int end = TrimLineEnds(octets);
        if (end > 0)
        {
            WriteHeldLineEnds();
            output.Write(octets[..end]);
        }

        _heldLineEnds += (octets.Length - end) / 2;
    }

    private void WriteHeldLineEnds()
    {
        while (_heldLineEnds > 0)
        {
            int count = (int)Math.Min(_heldLineEnds, LineEnds.Length / 2);
            output.Write(LineEnds.AsSpan(0, count * 2));
            _heldLineEnds -= count;
        }
    }

    private static int TrimLineEnds(ReadOnlySpan<byte> span)
    {
        int end = span.Length;
        while (end >= 2 && span[end - 1] == (byte)'\n' && span[end - 2] == (byte)'\r')
        {
            end -= 2;
        }

        return end;
    }

    private static byte[] CreateLineEnds()
    {
        byte[] lineEnds = new byte[2048];
        for (int i = 0; i < lineEnds.Length; i++)
        {
            lineEnds[i] = i % 2 == 0 ? (byte)'\r' : (byte)'\n';
        }

        return lineEnds;
    }
}
