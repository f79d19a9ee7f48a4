using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MailGate.Mail.TagLists;

/// <summary>
/// A tag=value list (RFC 6376 §3.2): the syntax of DKIM and ARC signatures, of key records and of DMARC records.
/// Values may hold UTF-8 (RFC 8616 §5). Order is kept; unknown tags are kept too, for the caller to ignore.
/// </summary>
public sealed class TagList : IReadOnlyList<Tag>
{
    /// <summary>Most tags in a list. The standards define fewer than 20; more is an attack on whoever looks for duplicates.</summary>
    public const int MaxTags = 64;

    private static readonly SearchValues<byte> TagNameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    // CR and LF stand for FWS: in a header field they only occur as folding, and a key record is no place to be strict about a line break.
    private static readonly SearchValues<byte> ControlsButFoldingWhiteSpace = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Append(127).Select(static value => (byte)value).Except("\t\r\n"u8.ToArray())]);

    private readonly List<Tag> _tags;

    private TagList(List<Tag> tags) => _tags = tags;

    /// <summary>How many tags there are.</summary>
    public int Count => _tags.Count;

    /// <summary>The tag at a position, from 0.</summary>
    public Tag this[int index] => _tags[index];

    /// <summary>
    /// Reads a list. False, with a reason for people, for what the grammar does not allow: a tag without name or equals sign, an empty tag
    /// anywhere but after the last semicolon, a control character, a name that occurs twice, more than <see cref="MaxTags"/> tags.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> input, [NotNullWhen(true)] out TagList? list, [NotNullWhen(false)] out string? error)
    {
        list = null;
        ReadOnlySpan<byte> span = input.Span;
        if (span.ContainsAny(ControlsButFoldingWhiteSpace))
        {
            error = "it holds a control character";
            return false;
        }

        List<Tag> tags = new(12);
        int start = 0;
        while (start < span.Length)
        {
            int semicolon = span[start..].IndexOf((byte)';');
            int end = semicolon < 0 ? span.Length : start + semicolon;
            // RFC 6376 §3.2: one semicolon may end the list, with white space after it.
            if (semicolon < 0 && tags.Count > 0 && IsWhiteSpace(span[start..end]))
            {
                break;
            }

            error = tags.Count >= MaxTags ? $"it has more than {MaxTags} tags" : Add(tags, input, start, end);
            if (error is not null)
            {
                return false;
            }

            start = end + 1;
        }

        error = tags.Count == 0 ? "it is empty" : null;
        list = error is null ? new TagList(tags) : null;
        return error is null;
    }

    /// <summary>Reads a list from text of one octet a character, such as a TXT record.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TagList? list, [NotNullWhen(false)] out string? error) =>
        TryParse(Encoding.Latin1.GetBytes(text), out list, out error);

    /// <summary>Finds a tag by its name, with case.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out Tag tag)
    {
        foreach (Tag candidate in _tags)
        {
            if (candidate.NameBytes.Span.SequenceEqual(name))
            {
                tag = candidate;
                return true;
            }
        }

        tag = default;
        return false;
    }

    public IEnumerator<Tag> GetEnumerator() => _tags.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>True for what FWS may consist of.</summary>
    internal static bool IsWhiteSpace(ReadOnlySpan<byte> span) => !span.ContainsAnyExcept(" \t\r\n"u8);

    private static string? Add(List<Tag> tags, ReadOnlyMemory<byte> input, int start, int end)
    {
        ReadOnlySpan<byte> spec = input.Span[start..end];
        int equals = spec.IndexOf((byte)'=');
        if (equals < 0)
        {
            return IsWhiteSpace(spec) ? "it has an empty tag" : "it has a tag without \"=\"";
        }

        ReadOnlyMemory<byte> name = input.Slice(start, equals).Trim(" \t\r\n"u8);
        if (name.IsEmpty || !char.IsAsciiLetter((char)name.Span[0]) || name.Span.ContainsAnyExcept(TagNameCharacters))
        {
            return "it has a tag with a malformed name";
        }

        foreach (Tag earlier in tags)
        {
            if (earlier.NameBytes.Span.SequenceEqual(name.Span))
            {
                return $"the tag {earlier.Name}= occurs twice";
            }
        }

        int valueStart = start + equals + 1;
        tags.Add(new Tag(name, input[valueStart..end].Trim(" \t\r\n"u8), valueStart, end));
        return null;
    }
}
