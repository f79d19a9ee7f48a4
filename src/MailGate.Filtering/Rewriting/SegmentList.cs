namespace MailGate.Filtering.Rewriting;

/// <summary>Collects the pieces of a message; neighbours that continue each other become one, so that few writes send them.</summary>
internal sealed class SegmentList
{
    private readonly List<MessageSegment> _segments = [];

    public void AddLiteral(ReadOnlyMemory<byte> octets) => _segments.Add(MessageSegment.FromLiteral(octets));

    public void AddRange(int offset, int length)
    {
        if (length == 0)
        {
            return;
        }

        if (_segments.Count > 0 && _segments[^1] is { IsLiteral: false } last && last.Offset + last.Length == offset)
        {
            _segments[^1] = MessageSegment.FromMessage(last.Offset, last.Length + length);
            return;
        }

        _segments.Add(MessageSegment.FromMessage(offset, length));
    }

    public MessageSegment[] ToArray() => [.. _segments];
}
