using System.Globalization;
using System.Text;
using MailGate.Smtp.Spool;

namespace MailGate.Cli;

/// <summary>The message that <c>mailgate send</c> sends, with CRLF line ends.</summary>
internal sealed class OutgoingMessage(byte[] octets) : IMessageContent
{
    private const int LineOctets = 78;

    /// <inheritdoc/>
    public long Length => octets.Length;

    /// <summary>True when an octet is above 127.</summary>
    public bool IsEightBit => !Ascii.IsValid(octets);

    /// <summary>Reads a message from a file, or from standard input for a hyphen; a lone LF, as files have it, becomes CRLF.</summary>
    public static async Task<OutgoingMessage> ReadAsync(string file, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using (Stream input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file))
        {
            await input.CopyToAsync(content, cancellationToken);
        }

        return new OutgoingMessage(WithCrlf(content.GetBuffer().AsSpan(0, (int)content.Length)));
    }

    /// <summary>Makes a message of some <paramref name="size"/> octets.</summary>
    public static OutgoingMessage Make(SendRequest request, string host, int size, TimeProvider time)
    {
        string date = time.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
        var text = new StringBuilder(size + 512)
            .Append(CultureInfo.InvariantCulture, $"From: <{request.From}>\r\nTo: {string.Join(", ", request.To.Select(to => $"<{to}>"))}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Subject: Test of {date}\r\nDate: {date} +0000\r\nMessage-ID: <{Guid.NewGuid():N}@{host}>\r\n")
            .Append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThis is a message made by mailgate send.\r\n");
        while (text.Length < size)
        {
            text.Append('x', Math.Clamp(size - text.Length - 2, 1, LineOctets - 2)).Append("\r\n");
        }

        return new OutgoingMessage(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return octets;
    }

    private static byte[] WithCrlf(ReadOnlySpan<byte> octets)
    {
        var result = new MemoryStream(octets.Length + (octets.Length / 32));
        while (octets.IndexOf((byte)'\n') is >= 0 and var end)
        {
            ReadOnlySpan<byte> line = octets[..end];
            result.Write(line is [.., (byte)'\r'] ? line[..^1] : line);
            result.Write("\r\n"u8);
            octets = octets[(end + 1)..];
        }

        result.Write(octets);
        return result.ToArray();
    }
}
