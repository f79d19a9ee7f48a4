using System.CommandLine;
using MailGate.Mail.Messages;

namespace MailGate.Cli.Authentication;

/// <summary>A message as a file holds it, made into what the wire would carry.</summary>
/// <param name="Octets">The whole message, every line ended by CRLF.</param>
/// <param name="Headers">Its header section.</param>
internal sealed record MessageFile(ReadOnlyMemory<byte> Octets, HeaderSection Headers)
{
    /// <summary>Larger files are refused: a message is read whole.</summary>
    public const int MaxOctets = 512 * 1024 * 1024;

    private const string StandardInput = "-";

    public ReadOnlyMemory<byte> Body => Octets[Headers.BodyOffset..];

    /// <summary>The <c>FILE</c> argument.</summary>
    /// <param name="isOptional">Whether it may be left out, for standard input.</param>
    public static Argument<string> Argument(bool isOptional = false) => new("FILE")
    {
        Description = "The message; - for standard input. Lines that end with a bare LF, as stored files have them, are read as ended by CRLF",
        DefaultValueFactory = isOptional ? _ => StandardInput : null,
    };

    /// <summary>Reads a message.</summary>
    /// <exception cref="CliException">The file is too large.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<MessageFile> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using Stream stream = name == StandardInput ? Console.OpenStandardInput() : File.OpenRead(name);
        using var octets = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            octets.Write(buffer, 0, read);
            if (octets.Length > MaxOctets)
            {
                throw new CliException($"{name}: more than {MaxOctets / 1024 / 1024} MB");
            }
        }

        return Of(octets.GetBuffer().AsMemory(0, (int)octets.Length));
    }

    /// <summary>The message in these octets, which are copied where an LF has no CR before it.</summary>
    public static MessageFile Of(ReadOnlyMemory<byte> octets)
    {
        ReadOnlyMemory<byte> message = WithCrLf(octets);
        if (!message.IsEmpty && !message.Span.EndsWith("\r\n"u8))
        {
            // SMTP always ends a message with a line end; a stored file that lost it would not hash like what was sent (RFC 6376 §3.4.3).
            message = (byte[])[.. message.Span, .. "\r\n"u8];
        }

        return new MessageFile(message, HeaderSection.Parse(message));
    }

    private static ReadOnlyMemory<byte> WithCrLf(ReadOnlyMemory<byte> octets)
    {
        ReadOnlySpan<byte> source = octets.Span;
        int bare = 0;
        for (int i = 0; i < source.Length; i++)
        {
            bare += IsBareLf(source, i) ? 1 : 0;
        }

        if (bare == 0)
        {
            return octets;
        }

        byte[] target = new byte[source.Length + bare];
        int at = 0;
        for (int i = 0; i < source.Length; i++)
        {
            if (IsBareLf(source, i))
            {
                target[at++] = (byte)'\r';
            }

            target[at++] = source[i];
        }

        return target;
    }

    private static bool IsBareLf(ReadOnlySpan<byte> octets, int i) => octets[i] == (byte)'\n' && (i == 0 || octets[i - 1] != (byte)'\r');
}
