using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Client;

/// <summary>
/// Looks through a message block by block for what sending it by DATA asks for: a dot at the start of a line is doubled (RFC 5321 §4.5.2), and CR and
/// LF stand together or not at all (§2.3.8; a bare one may end the message for the next server: ATTACKS A02).
/// </summary>
internal struct DotStuffer
{
    private bool _isMidLine;
    private bool _isAfterCr;

    /// <summary>True when the last octet was a CR: it must not leave before its LF is seen.</summary>
    public readonly bool IsAfterCr => _isAfterCr;

    /// <summary>True at the start and after CRLF.</summary>
    public readonly bool IsAtLineStart => !_isMidLine && !_isAfterCr;

    /// <summary>Goes on to the next dot that must be doubled.</summary>
    /// <param name="block">The block.</param>
    /// <param name="position">Where to begin; on return the dot's index, or the block's length when there is none.</param>
    /// <returns>False when the block holds a bare CR, a bare LF or a NUL.</returns>
    public bool TryAdvance(ReadOnlySpan<byte> block, ref int position)
    {
        int i = position;
        while (i < block.Length)
        {
            if (_isAfterCr)
            {
                if (block[i++] != (byte)'\n')
                {
                    return false;
                }

                _isAfterCr = _isMidLine = false;
                continue;
            }

            if (!_isMidLine && block[i] == (byte)'.')
            {
                // The caller doubles it and goes on behind it.
                _isMidLine = true;
                position = i;
                return true;
            }

            int clean = CleanLines.Length(block[i..]);
            if (clean > 0)
            {
                i += clean;
                _isMidLine = block[i - 1] != (byte)'\n';
                continue;
            }

            int end = block[i..].IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
            if (end < 0)
            {
                _isMidLine = true;
                break;
            }

            i += end;
            if (block[i] != (byte)'\r')
            {
                return false;
            }

            _isAfterCr = true;
            i++;
        }

        position = block.Length;
        return true;
    }
}
