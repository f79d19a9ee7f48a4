using System.Diagnostics.CodeAnalysis;

namespace MailGate.Filtering.Reputation;

/// <summary>A table of at most so many entries: a new one takes the place of the one that was not used for longest. Not safe for several threads.</summary>
internal sealed class RecentTable<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = [];

    public int Count => _nodes.Count;

    /// <summary>Finds an entry and marks it as used.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? node))
        {
            value = default;
            return false;
        }

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>Adds an entry, or gives one another value.</summary>
    public void Set(TKey key, TValue value)
    {
        if (_nodes.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? node))
        {
            _byUse.Remove(node);
            node.Value = (key, value);
        }
        else
        {
            if (_nodes.Count == capacity)
            {
                LinkedListNode<(TKey Key, TValue Value)> oldest = _byUse.Last!;
                _byUse.RemoveLast();
                _nodes.Remove(oldest.Value.Key);
            }

            node = new LinkedListNode<(TKey Key, TValue Value)>((key, value));
            _nodes.Add(key, node);
        }

        _byUse.AddFirst(node);
    }
}
