using System.Buffers;

namespace MailGate.Mail.Messages.Html;

/// <summary>A start tag, its attributes read one by one (HTML §13.2.5, leniently).</summary>
internal ref struct HtmlTag
{
    private static readonly SearchValues<char> NameEnd = SearchValues.Create(" \t\r\n\f/>");
    private static readonly SearchValues<char> AttributeNameEnd = SearchValues.Create("= \t\r\n\f/>");
    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\r\n\f>");

    private ReadOnlySpan<char> _rest;

    /// <param name="text">From the first letter of the name to the end of the document.</param>
    public HtmlTag(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny(NameEnd);
        end = end < 0 ? text.Length : end;
        Name = text[..end];
        _rest = text[end..];
    }

    public ReadOnlySpan<char> Name { get; }

    /// <summary>The current attribute's name as written.</summary>
    public ReadOnlySpan<char> AttributeName { get; private set; }

    /// <summary>Its value as written, references not decoded.</summary>
    public ReadOnlySpan<char> AttributeValue { get; private set; }

    /// <summary>What follows the tag, once its attributes are read.</summary>
    public readonly ReadOnlySpan<char> Rest => _rest;

    /// <summary>Goes to the next attribute; false after the end of the tag.</summary>
    public bool NextAttribute()
    {
        _rest = SkipBlanks(_rest, orSlashes: true);
        if (_rest.IsEmpty)
        {
            return false;
        }

        if (_rest[0] == '>')
        {
            _rest = _rest[1..];
            return false;
        }

        // An attribute's name may begin with an equals sign (HTML §13.2.5.32).
        int end = _rest[1..].IndexOfAny(AttributeNameEnd);
        end = end < 0 ? _rest.Length : end + 1;
        AttributeName = _rest[..end];
        _rest = _rest[end..];
        AttributeValue = [];
        ReadOnlySpan<char> after = SkipBlanks(_rest);
        if (after is ['=', ..])
        {
            ReadValue(SkipBlanks(after[1..]));
        }

        return true;
    }

    private void ReadValue(ReadOnlySpan<char> text)
    {
        if (text is ['"' or '\'', ..])
        {
            int close = text[1..].IndexOf(text[0]);
            AttributeValue = close < 0 ? text[1..] : text[1..(close + 1)];
            _rest = close < 0 ? [] : text[(close + 2)..];
            return;
        }

        int end = text.IndexOfAny(ValueEnd);
        end = end < 0 ? text.Length : end;
        AttributeValue = text[..end];
        _rest = text[end..];
    }

    private static ReadOnlySpan<char> SkipBlanks(ReadOnlySpan<char> text, bool orSlashes = false)
    {
        int i = 0;
        while (i < text.Length && (text[i] is ' ' or '\t' or '\r' or '\n' or '\f' || (orSlashes && text[i] == '/')))
        {
            i++;
        }

        return text[i..];
    }
}
