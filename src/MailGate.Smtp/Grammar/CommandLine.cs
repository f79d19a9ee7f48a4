using System.Text;

namespace MailGate.Smtp.Grammar;

/// <summary>A command line cut into verb and argument (RFC 5321 §4.1.1: verbs in any case).</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Argument">What follows the verb and one space, without trailing white space (RFC 5321 §4.1.1.1 asks receivers to bear it).</param>
/// <param name="HasControlOctets">True when the line holds NUL, another control character or a CR inside: no verb takes such a line.</param>
public readonly record struct CommandLine(Verb Verb, ReadOnlyMemory<byte> Argument, bool HasControlOctets)
{
    /// <summary>Cuts a line given without its CRLF.</summary>
    public static CommandLine Parse(ReadOnlyMemory<byte> line)
    {
        ReadOnlySpan<byte> span = line.Span;
        int space = span.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = space < 0 ? span.TrimEnd((byte)'\t') : span[..space];
        ReadOnlyMemory<byte> argument = space < 0 ? default : line[(space + 1)..].TrimEnd(" \t"u8);
        return new CommandLine(Recognize(word), argument, HasControl(span));
    }

    private static bool HasControl(ReadOnlySpan<byte> span) => span.IndexOfAnyInRange((byte)0, (byte)31) >= 0 && !IsTabOnly(span) || span.Contains((byte)127);

    private static bool IsTabOnly(ReadOnlySpan<byte> span)
    {
        foreach (byte b in span)
        {
            if (b < 32 && b != (byte)'\t')
            {
                return false;
            }
        }

        return true;
    }

    private static Verb Recognize(ReadOnlySpan<byte> word) => word.Length switch
    {
        4 => RecognizeFour(word),
        _ when Ascii.EqualsIgnoreCase(word, "STARTTLS"u8) => Verb.StartTls,
        _ when Ascii.EqualsIgnoreCase(word, "XCLIENT"u8) => Verb.XClient,
        _ when Ascii.EqualsIgnoreCase(word, "XFORWARD"u8) => Verb.NotImplemented,
        _ => Verb.Unknown,
    };

    private static Verb RecognizeFour(ReadOnlySpan<byte> word)
    {
        // Folding with 0x20 maps some punctuation onto letters' neighbours, but no two of the words below onto each other.
        uint folded = ((uint)word[0] << 24 | (uint)word[1] << 16 | (uint)word[2] << 8 | word[3]) | 0x20202020;
        Verb verb = folded switch
        {
            0x65686c6f => Verb.Ehlo,
            0x68656c6f => Verb.Helo,
            0x6d61696c => Verb.Mail,
            0x72637074 => Verb.Rcpt,
            0x64617461 => Verb.Data,
            0x62646174 => Verb.Bdat,
            0x72736574 => Verb.Rset,
            0x6e6f6f70 => Verb.Noop,
            0x76726679 => Verb.Vrfy,
            0x6578706e => Verb.Expn,
            0x68656c70 => Verb.Help,
            0x71756974 => Verb.Quit,
            0x61757468 => Verb.Auth,
            0x6574726e or 0x7475726e or 0x73656e64 or 0x736f6d6c or 0x73616d6c or 0x6174726e or 0x6275726c => Verb.NotImplemented,
            _ => Verb.Unknown,
        };
        return verb != Verb.Unknown && word.ContainsAnyExceptInRange((byte)'A', (byte)'z') ? Verb.Unknown : verb;
    }
}
