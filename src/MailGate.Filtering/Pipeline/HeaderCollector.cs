using System.Buffers;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Pipeline;

/// <summary>Gathers the octets of a header section up to its blank line, however they are split. Ends exactly where <see cref="HeaderSection.Parse"/> does.</summary>
internal sealed class HeaderCollector(int maxOctets)
{
    private readonly ArrayBufferWriter<byte> _octets = new(4096);
    private int _lineOctets;
    private bool _lineIsCr;

    /// <summary>True when the blank line was read, or the limit was passed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>True when the section is longer than the limit; nothing of it is kept then.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Takes octets up to the end of the blank line and returns how many of them belong to the section.</summary>
    public int Append(ReadOnlySpan<byte> octets)
    {
        int taken = 0;
        while (taken < octets.Length && !IsComplete)
        {
            int lineFeed = octets[taken..].IndexOf((byte)'\n');
            int end = lineFeed < 0 ? octets.Length : taken + lineFeed + 1;
            // A line is blank when there is nothing before its LF, or a CR only.
            ReadOnlySpan<byte> content = octets[taken..(lineFeed < 0 ? end : end - 1)];
            _lineIsCr = _lineOctets == 0 ? content is [(byte)'\r'] : _lineIsCr && content.IsEmpty;
            _lineOctets += content.Length;
            taken = end;
            if (lineFeed >= 0)
            {
                IsComplete = _lineOctets == 0 || _lineIsCr;
                _lineOctets = 0;
                _lineIsCr = false;
            }
        }

        if (_octets.WrittenCount + taken > maxOctets)
        {
            IsTooLarge = true;
            IsComplete = true;
            _octets.Clear();
            return taken;
        }

        _octets.Write(octets[..taken]);
        return taken;
    }

    /// <summary>The section with its blank line.</summary>
    public ReadOnlyMemory<byte> Octets => _octets.WrittenMemory;
}
