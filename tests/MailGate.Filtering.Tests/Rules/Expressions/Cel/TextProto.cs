using System.Globalization;
using System.Text;

namespace MailGate.Filtering.Tests.Rules.Expressions.Cel;

/// <summary>
/// A message of the text form of protocol buffers: names with values, each a scalar (<see cref="TextProtoScalar"/>) or a message. As much as CEL's
/// test cases use.
/// </summary>
internal sealed class TextProto
{
    private readonly List<(string Name, object Value)> _fields = [];

    /// <summary>Names of the fields in order; an extension or Any is named by its type in brackets.</summary>
    public IEnumerable<string> Names => _fields.Select(entry => entry.Name);

    public static TextProto Parse(string text)
    {
        Reader reader = new(text);
        TextProto message = reader.ReadMessage();
        return reader.IsAtEnd ? message : throw new FormatException($"unexpected text at {reader.Position}");
    }

    public bool Has(string name) => _fields.Exists(field => field.Name == name);

    public IEnumerable<TextProto> Messages(string name) => _fields.Where(field => field.Name == name).Select(field => (TextProto)field.Value);

    public TextProto Message(string name) => Messages(name).First();

    public TextProto? MessageOrNull(string name) => Messages(name).FirstOrDefault();

    public TextProtoScalar? Scalar(string name) => _fields.Where(field => field.Name == name).Select(field => field.Value).OfType<TextProtoScalar>().FirstOrDefault();

    public string Text(string name) => Scalar(name)?.Text ?? "";

    private sealed class Reader(string text)
    {
        public int Position { get; private set; }

        public bool IsAtEnd
        {
            get
            {
                Skip();
                return Position >= text.Length;
            }
        }

        public TextProto ReadMessage()
        {
            TextProto message = new();
            while (!IsAtEnd && text[Position] != '}')
            {
                ReadField(message);
            }

            return message;
        }

        private void ReadField(TextProto message)
        {
            string name = ReadName();
            Skip();
            bool hasColon = TryTake(':');
            Skip();
            if (TryTake('['))
            {
                while (!TryTake(']'))
                {
                    message._fields.Add((name, ReadValue()));
                    Skip();
                    TryTake(',');
                    Skip();
                }
            }
            else
            {
                message._fields.Add((name, ReadValue()));
            }

            Skip();
            _ = hasColon && (TryTake(',') || TryTake(';'));
        }

        private object ReadValue()
        {
            Skip();
            if (TryTake('{'))
            {
                TextProto inner = ReadMessage();
                Expect('}');
                return inner;
            }

            if (text[Position] is '"' or '\'')
            {
                List<byte> octets = [];
                while (!IsAtEnd && text[Position] is '"' or '\'')
                {
                    ReadQuoted(octets);
                }

                return new TextProtoScalar([.. octets]);
            }

            int start = Position;
            while (Position < text.Length && (char.IsLetterOrDigit(text[Position]) || text[Position] is '.' or '+' or '-' or '_'))
            {
                Position++;
            }

            return new TextProtoScalar(Encoding.UTF8.GetBytes(text[start..Position]));
        }

        private string ReadName()
        {
            int start = Position;
            if (TryTake('['))
            {
                Position = text.IndexOf(']', Position) + 1;
                return text[start..Position];
            }

            while (Position < text.Length && (char.IsLetterOrDigit(text[Position]) || text[Position] == '_'))
            {
                Position++;
            }

            return Position > start ? text[start..Position] : throw new FormatException($"no field name at {start}: {text.AsSpan(start, 40)}");
        }

        private void ReadQuoted(List<byte> octets)
        {
            char quote = text[Position++];
            while (text[Position] != quote)
            {
                if (text[Position] != '\\')
                {
                    Rune rune = Rune.GetRuneAt(text, Position);
                    Position += rune.Utf16SequenceLength;
                    octets.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                    continue;
                }

                Position++;
                ReadEscape(octets);
            }

            Position++;
        }

        private void ReadEscape(List<byte> octets)
        {
            char c = text[Position++];
            int simple = "abfnrtv".IndexOf(c);
            if (simple >= 0)
            {
                octets.Add((byte)"\a\b\f\n\r\t\v"[simple]);
            }
            else if (c is >= '0' and <= '7')
            {
                int length = 1;
                while (length < 3 && text[Position - 1 + length] is >= '0' and <= '7')
                {
                    length++;
                }

                octets.Add(Convert.ToByte(text.Substring(Position - 1, length), 8));
                Position += length - 1;
            }
            else if (c is 'x' or 'X')
            {
                int length = char.IsAsciiHexDigit(text[Position + 1]) ? 2 : 1;
                octets.Add(byte.Parse(text.AsSpan(Position, length), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                Position += length;
            }
            else if (c is 'u' or 'U')
            {
                int length = c == 'u' ? 4 : 8;
                Rune rune = new(int.Parse(text.AsSpan(Position, length), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                octets.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                Position += length;
            }
            else
            {
                octets.AddRange(Encoding.UTF8.GetBytes(c.ToString()));
            }
        }

        private void Skip()
        {
            while (Position < text.Length && (char.IsWhiteSpace(text[Position]) || text[Position] == '#'))
            {
                if (text[Position] == '#')
                {
                    int end = text.IndexOf('\n', Position);
                    Position = end < 0 ? text.Length : end;
                }
                else
                {
                    Position++;
                }
            }
        }

        private bool TryTake(char c)
        {
            bool taken = Position < text.Length && text[Position] == c;
            Position += taken ? 1 : 0;
            return taken;
        }

        private void Expect(char c)
        {
            Skip();
            if (!TryTake(c))
            {
                throw new FormatException($"expected '{c}' at {Position}");
            }
        }
    }
}
