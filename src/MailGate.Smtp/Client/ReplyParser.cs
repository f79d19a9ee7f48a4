using System.Text;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Client;

/// <summary>
/// Reads replies (RFC 5321 §4.2), line by line as octets come in. Bounded in every direction (ATTACKS A14):
/// <code>
/// Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
/// </code>
/// A line may end in a bare LF: here, and only here, that is decided. It can smuggle nothing, since replies are written anew for the client.
/// </summary>
internal sealed class ReplyParser
{
    /// <summary>Most octets of a line with its end. RFC 5321 §4.5.3.1.5 says 512; what is longer than that but harmless is borne.</summary>
    public const int MaxLineOctets = 2048;

    /// <summary>Most lines of a reply; a long EHLO has some thirty.</summary>
    public const int MaxLines = 128;

    private readonly StringBuilder _text = new();
    private int _code;
    private int _lines;
    private EnhancedStatusCode _status;

    /// <summary>The reply, once <see cref="Read"/> has said that it is complete.</summary>
    public Reply? Reply { get; private set; }

    /// <summary>Why the input is malformed.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Reads whole lines from <paramref name="input"/>; an unfinished line is to be given again with more behind it.</summary>
    /// <param name="input">Octets not consumed so far.</param>
    /// <param name="consumed">Octets that need not be given again.</param>
    public ReplyStatus Read(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = input[consumed..];
            int end = rest.IndexOf((byte)'\n');
            if (end >= MaxLineOctets || (end < 0 && rest.Length >= MaxLineOctets))
            {
                return Fail("a line of the reply is too long");
            }

            if (end < 0)
            {
                return ReplyStatus.Incomplete;
            }

            consumed += end + 1;
            ReadOnlySpan<byte> line = rest[..end];
            ReplyStatus status = ReadLine(line is [.., (byte)'\r'] ? line[..^1] : line);
            if (status != ReplyStatus.Incomplete)
            {
                return status;
            }
        }
    }

    private ReplyStatus ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !char.IsAsciiDigit((char)line[1]) || !char.IsAsciiDigit((char)line[2]))
        {
            return Fail("a line does not begin with a reply code");
        }

        int code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
        // RFC 5321 §4.2: a client bears a code alone on its line.
        byte separator = line.Length == 3 ? (byte)' ' : line[3];
        if (separator is not ((byte)' ' or (byte)'-'))
        {
            return Fail("neither space nor hyphen follows the reply code");
        }

        if (_lines > 0 && code != _code)
        {
            return Fail("the lines of the reply have different codes");
        }

        if (++_lines > MaxLines)
        {
            return Fail("the reply has too many lines");
        }

        _code = code;
        string text = Text(line.Length > 4 ? line[4..] : default);
        bool isLast = separator == (byte)' ';
        if (isLast && _lines == 1)
        {
            return Finish(text);
        }

        _text.Append(_lines > 1 ? "\n" : "").Append(text);
        return isLast ? Finish(_text.ToString()) : ReplyStatus.Incomplete;
    }

    private string Text(ReadOnlySpan<byte> octets)
    {
        string text = Encoding.UTF8.GetString(octets);
        // RFC 2034 §4: in 2xx, 4xx and 5xx replies, on every line alike.
        if (_code / 100 == 3 || !EnhancedStatusCode.TryParsePrefix(text, out EnhancedStatusCode status, out int length) || status.Class != _code / 100)
        {
            return text;
        }

        _status = _status.IsNone ? status : _status;
        return status == _status ? text[Math.Min(length + 1, text.Length)..] : text;
    }

    private ReplyStatus Finish(string text)
    {
        Reply = new Reply((ReplyCode)_code, _status, text);
        Clear();
        return ReplyStatus.Complete;
    }

    private ReplyStatus Fail(string fault)
    {
        Fault = fault;
        Clear();
        return ReplyStatus.Malformed;
    }

    private void Clear()
    {
        _text.Clear();
        _lines = 0;
        _code = 0;
        _status = default;
    }
}
