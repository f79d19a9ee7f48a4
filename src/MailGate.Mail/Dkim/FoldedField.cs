using System.Text;

namespace MailGate.Mail.Dkim;

/// <summary>Writes a tag list as a header field whose lines are at most 78 characters where they can be (RFC 5322 §2.1.1).</summary>
internal sealed class FoldedField
{
    private const int MaxColumns = 78;

    private readonly StringBuilder _text = new();
    private int _column;

    public FoldedField(string name) => Write(name + ":");

    /// <summary>Adds a tag that stays on one line.</summary>
    public FoldedField Tag(string name, string value)
    {
        Separate(name.Length + value.Length + 2);
        Write($"{name}={value}");
        return this;
    }

    /// <summary>Adds a tag with a colon-separated list, folded after colons.</summary>
    public FoldedField List(string name, IReadOnlyList<string> items)
    {
        Separate(name.Length + 2 + (items.Count > 0 ? items[0].Length : 0));
        Write(name + "=");
        for (int i = 0; i < items.Count; i++)
        {
            string item = i + 1 < items.Count ? items[i] + ":" : items[i];
            if (_column + item.Length + 1 > MaxColumns)
            {
                Fold();
            }

            Write(item);
        }

        return this;
    }

    /// <summary>Adds a tag with base64, folded anywhere.</summary>
    public FoldedField Base64(string name, byte[] octets)
    {
        Separate(name.Length + 2);
        Write(name + "=");
        return Continue(octets);
    }

    /// <summary>Goes on with base64 after the equals sign of the last tag.</summary>
    public FoldedField Continue(byte[] octets)
    {
        string text = Convert.ToBase64String(octets);
        for (int i = 0; i < text.Length;)
        {
            int room = MaxColumns - 1 - _column;
            if (room < 8)
            {
                Fold();
                continue;
            }

            int count = Math.Min(room, text.Length - i);
            Write(text.Substring(i, count));
            i += count;
        }

        return this;
    }

    /// <summary>The field so far, without the CRLF that ends it.</summary>
    public override string ToString() => _text.ToString();

    private void Separate(int length)
    {
        if (_text[^1] != ':')
        {
            Write(";");
        }

        if (_column + 1 + length > MaxColumns)
        {
            Fold();
        }
        else
        {
            Write(" ");
        }
    }

    private void Fold()
    {
        _text.Append("\r\n\t");
        _column = 1;
    }

    private void Write(string text)
    {
        _text.Append(text);
        _column += text.Length;
    }
}
