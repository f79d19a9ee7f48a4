using System.Buffers;
using System.Text;

namespace MailGate.Mail.Messages.Html;

/// <summary>Collects what is shown, and apart from it what is hidden, with white space collapsed.</summary>
internal sealed class HtmlTextBuilder(int capacity, int maxHidden) : IDisposable
{
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

        // The text between two tags never exceeds what was reserved: see the constructor.
        char[] shown = _shown;
        int length = _length;
        foreach (char c in text)
        {
            if (c <= ' ' || c == '\u00A0')
            {
                _pending = _pending == '\n' ? '\n' : ' ';
                continue;
            }

            if (_pending != '\0')
            {
                if (length > 0)
                {
                    shown[length++] = _pending;
                }

                _pending = '\0';
            }

            HasInvisible |= c >= '\u00AD' && IsInvisible(c);
            shown[length++] = c;
        }

        _length = length;
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

    private static bool IsInvisible(char c) => c is '\u00AD' or '\u034F' or '\u061C' or '\u180E' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
        or (>= '\u2060' and <= '\u2064') or '\uFEFF';
}
