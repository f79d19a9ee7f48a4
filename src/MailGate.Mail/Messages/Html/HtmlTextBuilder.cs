using System.Buffers;
using System.Text;

namespace MailGate.Mail.Messages.Html;

/// <summary>Collects what is shown, and apart from it what is hidden, with white space collapsed.</summary>
internal sealed class HtmlTextBuilder(int capacity, int maxHidden) : IDisposable
{
    private const string BlankCharacters = " \t\r\n\f\v\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u00a0";

    private const string InvisibleCharacters = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff";

    // Looking no further ahead keeps the cost linear.
    private const int LongestPiece = 512;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(BlankCharacters);
    private static readonly SearchValues<char> Invisible = SearchValues.Create(InvisibleCharacters);
    private static readonly SearchValues<char> Irregular = SearchValues.Create(BlankCharacters[1..] + InvisibleCharacters);

    // A block's line break needs a character that its tag took in the source, so the text never exceeds the source by more than this.
    private char[] _shown = ArrayPool<char>.Shared.Rent(capacity + 8);
    private readonly StringBuilder _hidden = new();
    private int _length;
    private char _pending;

    /// <summary>Characters shown so far.</summary>
    public int Length => _length;

    /// <summary>Characters hidden so far, also those not kept.</summary>
    public int HiddenLength { get; private set; }

    public string Hidden => _hidden.ToString();

    /// <summary>True when an invisible character was shown.</summary>
    public bool HasInvisible { get; private set; }

    public void Append(ReadOnlySpan<char> text, bool hidden)
    {
        if (hidden)
        {
            AppendHidden(text);
            return;
        }

        while (!text.IsEmpty)
        {
            int blanks = text.IndexOfAnyExcept(Blanks);
            if (blanks != 0)
            {
                _pending = _pending == '\0' ? ' ' : _pending;
                if (blanks < 0)
                {
                    return;
                }

                text = text[blanks..];
            }

            text = AppendWords(text);
        }
    }

    // Takes words parted by single spaces in one piece: most text is made of them.
    private ReadOnlySpan<char> AppendWords(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> words = text[..Math.Min(text.Length, LongestPiece)];
        int end = words.IndexOfAny(Irregular);
        words = end < 0 ? words : words[..end];
        if (words.IsEmpty)
        {
            HasInvisible |= IsInvisible(text[0]);
            words = text[..1];
        }

        int gap = words.IndexOf("  ", StringComparison.Ordinal);
        words = gap < 0 ? words : words[..gap];
        words = words[^1] == ' ' ? words[..^1] : words;
        if (_pending != '\0' && _length > 0)
        {
            _shown[_length++] = _pending;
        }

        _pending = '\0';
        words.CopyTo(_shown.AsSpan(_length));
        _length += words.Length;
        return text[words.Length..];
    }

    /// <summary>Ends a line, once however often it is said.</summary>
    public void Break() => _pending = '\n';

    /// <summary>Parts words.</summary>
    public void Space() => _pending = _pending == '\0' ? ' ' : _pending;

    public string Slice(int start, int maxLength) => new(_shown.AsSpan(start, Math.Min(maxLength, _length - start)).TrimStart());

    public override string ToString() => new(_shown, 0, _length);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_shown);
        _shown = [];
    }

    private void AppendHidden(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            return;
        }

        HiddenLength += text.Length;
        if (_hidden.Length < maxHidden)
        {
            _hidden.Append(_hidden.Length > 0 ? " " : "").Append(text[..Math.Min(text.Length, maxHidden - _hidden.Length)]);
        }
    }

    private static bool IsInvisible(char c) => Invisible.Contains(c);
}
