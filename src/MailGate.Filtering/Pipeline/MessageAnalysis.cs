using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Filtering.Pipeline;

/// <summary>
/// Looks at a message while it streams in, in one pass: the header section is gathered and read, then the body goes to the hashes of its signatures
/// and the index of its parts, as far as somebody needs them. The same octets give the same result however they are split. Not for several threads.
/// </summary>
public sealed class MessageAnalysis : IDisposable
{
    private readonly MessageNeeds _needs;
    private readonly MessageAnalysisLimits _limits;
    private readonly DkimOptions? _dkimOptions;
    private readonly HeaderCollector _collector;
    private readonly MimeIndexer? _indexer;
    private MimeIndex? _index;
    private IMessageBytes? _octets;
    private MessageContent? _content;
    private bool _lastWasCr;
    private bool _isComplete;

    public MessageAnalysis(MessageNeeds needs, MessageAnalysisLimits limits, DkimOptions? dkimOptions = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _needs = needs;
        _limits = limits;
        _dkimOptions = dkimOptions;
        _collector = new HeaderCollector(limits.MaxHeaderOctets);
        _indexer = needs.HasFlag(MessageNeeds.Mime) ? new MimeIndexer(limits.Content.Mime) : null;
    }

    /// <summary>Octets so far.</summary>
    public long Octets { get; private set; }

    /// <summary>The header section, once its blank line or the end of the message was read; null before, and when it is too large.</summary>
    public HeaderSection? Header { get; private set; }

    /// <summary>True when the header section is larger than the limit: the message must be refused.</summary>
    public bool IsHeaderTooLarge => _collector.IsTooLarge;

    /// <summary>True when a CR was seen that no LF follows.</summary>
    public bool HasBareCr { get; private set; }

    /// <summary>True when an LF was seen that no CR comes before.</summary>
    public bool HasBareLf { get; private set; }

    /// <summary>The body hashes, where signatures are to be verified; more hashes may be asked for in <see cref="HeaderRead"/>.</summary>
    public MessageVerifier? Verifier { get; private set; }

    /// <summary>Called once, when the header section has been read and before the first octet of the body.</summary>
    public Action<MessageAnalysis>? HeaderRead { get; init; }

    /// <summary>What the message says and carries, read when it is asked for; null when MIME was not needed or the header could not be read.</summary>
    public MessageContent? Content =>
        _index is null || _octets is null ? null : _content ??= new MessageContent(_index, _octets, _limits.Content);

    /// <summary>Takes the next octets of the message, after dot-unstuffing.</summary>
    /// <exception cref="InvalidOperationException">The message was completed already.</exception>
    public void Append(ReadOnlySpan<byte> octets)
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The message was completed already.");
        }

        Octets += octets.Length;
        NoteBareLineEnds(octets);
        if (!_collector.IsComplete)
        {
            int header = _collector.Append(octets);
            _indexer?.Append(octets[..header]);
            octets = octets[header..];
            if (_collector.IsComplete)
            {
                ReadHeader();
            }
        }

        if (octets.IsEmpty || IsHeaderTooLarge)
        {
            return;
        }

        _indexer?.Append(octets);
        Verifier?.Append(octets);
    }

    /// <summary>The message has ended.</summary>
    public void Complete()
    {
        if (_isComplete)
        {
            return;
        }

        _isComplete = true;
        HasBareCr |= _lastWasCr;
        if (Header is null && !IsHeaderTooLarge)
        {
            ReadHeader();
        }

        _index = IsHeaderTooLarge ? null : _indexer?.Complete();
    }

    public void Dispose() => Verifier?.Dispose();

    internal void SetOctets(IMessageBytes octets) => _octets = octets;

    private void ReadHeader()
    {
        if (IsHeaderTooLarge)
        {
            return;
        }

        Header = HeaderSection.Parse(_collector.Octets);
        bool dkim = _needs.HasFlag(MessageNeeds.Dkim), arc = _needs.HasFlag(MessageNeeds.Arc);
        if (dkim || arc)
        {
            Verifier = new MessageVerifier(Header, _dkimOptions, dkim, arc);
        }

        HeaderRead?.Invoke(this);
    }

    private void NoteBareLineEnds(ReadOnlySpan<byte> octets)
    {
        if (HasBareCr && HasBareLf)
        {
            return;
        }

        int position = 0;
        while (position < octets.Length)
        {
            if (_lastWasCr && octets[position] != (byte)'\n')
            {
                HasBareCr = true;
            }

            if (octets[position] == (byte)'\n')
            {
                HasBareLf |= !_lastWasCr;
            }

            _lastWasCr = octets[position] == (byte)'\r';
            position++;
            if (!_lastWasCr)
            {
                // Jump to the next octet that matters.
                int next = octets[position..].IndexOfAny((byte)'\r', (byte)'\n');
                position = next < 0 ? octets.Length : position + next;
            }
        }
    }
}
