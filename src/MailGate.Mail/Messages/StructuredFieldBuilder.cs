using System.Text;

namespace MailGate.Mail.Messages;

/// <summary>
/// Writes one structured header field of our own, folded so that lines stay within 78 characters where words allow it (RFC 5322 §2.1.1).
/// What is appended must be clean: see <see cref="FieldText"/>.
/// </summary>
internal sealed class StructuredFieldBuilder
{
    private const int PreferredLineLength = 78;

    private readonly StringBuilder _text = new();
    private int _column;

    public StructuredFieldBuilder(string name)
    {
        _text.Append(name).Append(':');
        _column = _text.Length;
    }

    /// <summary>Appends a word after a space, or on a new line where it would not fit; it is never broken itself.</summary>
    public StructuredFieldBuilder Word(string word)
    {
        if (_column + 1 + word.Length > PreferredLineLength && _column > 1)
        {
            return Line(word);
        }

        _text.Append(' ').Append(word);
        _column += 1 + word.Length;
        return this;
    }

    /// <summary>Appends a word at the start of a new line.</summary>
    public StructuredFieldBuilder Line(string word)
    {
        _text.Append("\r\n ").Append(word);
        _column = 1 + word.Length;
        return this;
    }

    /// <summary>Appends right after the last word.</summary>
    public StructuredFieldBuilder Tight(string text)
    {
        _text.Append(text);
        _column += text.Length;
        return this;
    }

    /// <summary>Appends text as a comment, broken at its spaces.</summary>
    public StructuredFieldBuilder Comment(string text)
    {
        string[] words = FieldText.CommentContent(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < words.Length; i++)
        {
            Word((i == 0 ? "(" : "") + words[i] + (i == words.Length - 1 ? ")" : ""));
        }

        return this;
    }

    /// <summary>The field with the CRLF that ends it.</summary>
    public string Build() => _text + "\r\n";
}
