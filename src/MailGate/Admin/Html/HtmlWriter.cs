using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MailGate.Cli;

namespace MailGate.Admin.Html;

/// <summary>A part of a page.</summary>
internal delegate void HtmlPart(HtmlWriter html);

/// <summary>
/// Writes HTML from interpolated strings, escaped by construction: the literal parts are ours and go out as they are, and every value in braces is
/// escaped. There is no way to write a value unescaped. A value in a tag must stand between double quotes, and an address must be a
/// <see cref="Link"/>; anything else throws, the first time that the page is tried.
/// </summary>
internal sealed class HtmlWriter(string basePath)
{
    private static readonly string[] AddressAttributes = ["href=", "src=", "action="];

    private readonly StringBuilder _text = new();
    private State _state;
    private bool _isAddress;

    private enum State
    {
        Text,
        Tag,
        Value,
    }

    public HtmlWriter Write([InterpolatedStringHandlerArgument("")] Piece piece)
    {
        _ = piece;
        return this;
    }

    public override string ToString() => _text.ToString();

    private void Literal(string literal)
    {
        for (int i = 0; i < literal.Length; i++)
        {
            switch (_state, literal[i])
            {
                case (State.Text, '<'):
                    _state = State.Tag;
                    break;
                case (State.Tag, '>'):
                    _state = State.Text;
                    break;
                case (State.Tag, '"'):
                    _state = State.Value;
                    _isAddress = Array.Exists(AddressAttributes, name => literal.AsSpan(0, i).EndsWith(name));
                    break;
                case (State.Value, '"'):
                    _state = State.Tag;
                    break;
                default:
                    break;
            }
        }

        _text.Append(literal);
    }

    private void Value(ReadOnlySpan<char> value)
    {
        if (_state == State.Tag || (_state == State.Value && _isAddress))
        {
            throw new InvalidOperationException("a value in a tag must be quoted, and an address must be a Link");
        }

        Escaped(value);
    }

    private void Address(string path)
    {
        if (_state != State.Value || !_isAddress)
        {
            throw new InvalidOperationException("a Link is the whole value of href, src or action");
        }

        Escaped(basePath);
        Escaped(path);
    }

    private void Attribute(string text)
    {
        if (_state != State.Tag)
        {
            throw new InvalidOperationException("a Switch stands in a tag");
        }

        _text.Append(text);
    }

    private void Escaped(ReadOnlySpan<char> value)
    {
        foreach (char c in value)
        {
            _ = c switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),
                // What a browser would strip, or show as something else than what it is: controls, bidirectional overrides.
                _ when Output.IsUnsafe(c) => _text.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}"),
                _ => _text.Append(c),
            };
        }
    }

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly struct Piece
    {
        private readonly HtmlWriter _html;

        public Piece(int literalLength, int formattedCount, HtmlWriter html)
        {
            _ = literalLength + formattedCount;
            _html = html;
        }

        public void AppendLiteral(string literal) => _html.Literal(literal);

        public void AppendFormatted(string? value) => _html.Value(value);

        public void AppendFormatted(int value) => _html.Value(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(long value) => _html.Value(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(double value) => _html.Value(value.ToString("0.##", CultureInfo.InvariantCulture));

        public void AppendFormatted(Link link) => _html.Address(link.Path);

        public void AppendFormatted(Switch attribute) => _html.Attribute(attribute.Text);

        /// <summary>A part is written by this same writer, so it is escaped as well.</summary>
        public void AppendFormatted(HtmlPart? part) => part?.Invoke(_html);

        public void AppendFormatted(IEnumerable<HtmlPart> parts)
        {
            foreach (HtmlPart part in parts)
            {
                part(_html);
            }
        }
    }
}
