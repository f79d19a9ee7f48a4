using System.Buffers;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Dkim;

/// <summary>
/// A header section prepared for signatures: finds what h= names (RFC 6376 §5.4.2) without walking the section again, and canonicalizes
/// each field once for all signatures. A signature then costs no more than its h= and the octets it signs.
/// </summary>
internal sealed class SignedHeaders : IDisposable
{
    private readonly HeaderSection _section;
    private readonly Dictionary<ReadOnlyMemory<byte>, int> _names;
    private readonly List<int> _lowest;
    private readonly int[] _nextAbove;
    private readonly (int Start, int Length)[] _relaxedRanges;
    private readonly PooledBuffer _relaxed;

    public SignedHeaders(HeaderSection section)
    {
        _section = section;
        int count = section.Fields.Count;
        _names = new Dictionary<ReadOnlyMemory<byte>, int>(count, FieldNameComparer.Instance);
        _lowest = new List<int>(count);
        _nextAbove = new int[count];
        _relaxedRanges = new (int, int)[count];
        _relaxed = new PooledBuffer(4096);
        for (int index = 0; index < count; index++)
        {
            HeaderField field = section.Fields[index];
            ReadOnlyMemory<byte> name = field.Raw[..field.NameLength];
            if (_names.TryAdd(name, _lowest.Count))
            {
                _lowest.Add(-1);
            }

            int id = _names[name];
            _nextAbove[index] = _lowest[id];
            _lowest[id] = index;
        }
    }

    /// <summary>Octets canonicalized and octets handed to hashes: the work that hostile headers could try to multiply.</summary>
    public long Work { get; private set; }

    /// <summary>How many fields have a name.</summary>
    public int Count(ReadOnlyMemory<byte> name) => Find(name).Count();

    /// <summary>Appends the fields that h= selects, in its order: each mention of a name takes the next one from the bottom up.</summary>
    /// <param name="target">Where the canonical octets go.</param>
    /// <param name="names">The names of h=; those without a field left add nothing (RFC 6376 §5.4: oversigning).</param>
    /// <param name="canonicalization">The header canonicalization of c=.</param>
    /// <param name="self">Index of the signature's own field, which never signs itself (RFC 6376 §3.5, h=); -1 when it is not in the section.</param>
    /// <param name="supposed">A field to be taken as something else, or as not there, to find out whether that was signed.</param>
    public void AppendSelected(
        PooledBuffer target, IReadOnlyList<ReadOnlyMemory<byte>> names, Canonicalization canonicalization, int self, SupposedField? supposed = null)
    {
        int[] cursors = ArrayPool<int>.Shared.Rent(Math.Max(1, _lowest.Count));
        _lowest.CopyTo(cursors);
        int before = target.Length;
        for (int i = 0; i < names.Count; i++)
        {
            if (!_names.TryGetValue(names[i], out int id))
            {
                continue;
            }

            int index = cursors[id];
            while (index >= 0 && (index == self || (index == supposed?.Index && supposed.Original is null)))
            {
                index = _nextAbove[index];
            }

            if (index >= 0)
            {
                cursors[id] = _nextAbove[index];
                if (index == supposed?.Index)
                {
                    HeaderCanonicalizer.Append(target, supposed.Original!.Value, canonicalization);
                }
                else
                {
                    AppendField(target, index, canonicalization);
                }
            }
            else
            {
                cursors[id] = -1;
            }
        }

        ArrayPool<int>.Shared.Return(cursors);
        Work += target.Length - before + names.Count;
    }

    /// <summary>The fields of a name, from the bottom up.</summary>
    public IEnumerable<int> Find(ReadOnlyMemory<byte> name)
    {
        for (int index = _names.TryGetValue(name, out int id) ? _lowest[id] : -1; index >= 0; index = _nextAbove[index])
        {
            yield return index;
        }
    }

    /// <summary>Appends one field.</summary>
    public void AppendField(PooledBuffer target, int index, Canonicalization canonicalization)
    {
        if (canonicalization == Canonicalization.Simple)
        {
            HeaderCanonicalizer.Append(target, _section.Fields[index], canonicalization);
            return;
        }

        if (_relaxedRanges[index].Length == 0)
        {
            int start = _relaxed.Length;
            HeaderCanonicalizer.Append(_relaxed, _section.Fields[index], canonicalization);
            _relaxedRanges[index] = (start, _relaxed.Length - start);
            Work += _section.Fields[index].Raw.Length;
        }

        (int from, int length) = _relaxedRanges[index];
        target.Append(_relaxed.Written.Slice(from, length));
    }

    public void Dispose() => _relaxed.Dispose();
}
