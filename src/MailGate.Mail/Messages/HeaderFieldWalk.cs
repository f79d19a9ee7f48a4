namespace MailGate.Mail.Messages;

/// <summary>
/// Goes through a header section field by field, making no object: the one way in which a header is cut up (<see cref="HeaderSection.Parse"/> says how).
/// </summary>
/// <param name="message">The message, from its first octet.</param>
public ref struct HeaderFieldWalk(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where the field in hand begins.</summary>
    public int FieldStart { get; private set; }

    /// <summary>Where the field in hand ends; after the last one, where the section ends: at the blank line, if there is one.</summary>
    public int Position { get; private set; }

    /// <summary>Octets of the field's name.</summary>
    public int NameLength { get; private set; }

    /// <summary>Where the value begins, counted from the start of the field: right after the colon.</summary>
    public int ValueOffset { get; private set; }

    /// <summary>Lines so far that are neither a field nor a continuation of one.</summary>
    public int MalformedLines { get; private set; }

    /// <summary>Offset of the first such line; -1 for none.</summary>
    public int FirstMalformedOffset { get; private set; } = -1;

    /// <summary>The field in hand.</summary>
    public readonly ReadOnlySpan<byte> Field => _message[FieldStart..Position];

    /// <summary>The name of the field in hand.</summary>
    public readonly ReadOnlySpan<byte> Name => _message.Slice(FieldStart, NameLength);

    /// <summary>The value of the field in hand, as <see cref="HeaderField.Value"/> gives it.</summary>
    public readonly string Value
    {
        get
        {
            ReadOnlySpan<byte> value = Field[ValueOffset..];
            return HeaderText.Unfold(value.EndsWith("\r\n"u8) ? value[..^2] : value);
        }
    }

    /// <summary>Goes to the next field; false when there is none left.</summary>
    public bool MoveNext()
    {
        bool isInField = false;
        while (Position < _message.Length)
        {
            ReadOnlySpan<byte> rest = _message[Position..];
            int lineFeed = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = lineFeed < 0 ? rest : rest[..(lineFeed + 1)];
            if (line.Length <= 2 && lineFeed >= 0 && line.TrimEnd("\r\n"u8).IsEmpty)
            {
                return isInField;
            }

            bool continues = line[0] is (byte)' ' or (byte)'\t';
            if (isInField && !continues)
            {
                return true;
            }

            if (!isInField && !continues && TryReadName(line))
            {
                FieldStart = Position;
                isInField = true;
            }
            else if (!isInField)
            {
                NoteMalformed(line);
            }

            Position += line.Length;
        }

        return isInField;
    }

    private void NoteMalformed(ReadOnlySpan<byte> line)
    {
        MalformedLines++;
        // The separator line of an mbox file is no text that anybody sees.
        if (FirstMalformedOffset < 0 && !line.StartsWith("From "u8) && !line.StartsWith(">From "u8))
        {
            FirstMalformedOffset = Position;
        }
    }

    // RFC 5322 §3.6.8: a name is printable US-ASCII without colon; §4.5: obsolete syntax allows white space before the colon.
    private bool TryReadName(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        ReadOnlySpan<byte> name = line[..colon].TrimEnd(" \t"u8);
        NameLength = name.Length;
        ValueOffset = colon + 1;
        return !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)33, (byte)126);
    }
}
