using System.CommandLine;
using System.Text;

namespace MailGate.Cli.Authentication;

/// <summary>Writes new header fields and the message below them, octet for octet.</summary>
internal sealed class SignedMessageOutput
{
    private readonly Option<bool> _fieldsOnly = new("--fields-only") { Description = "Print the new header fields only, not the message below them" };

    public void AddTo(Command command) => command.Add(_fieldsOnly);

    /// <summary>With <c>--json</c> the report, else the message, with CRLF line ends.</summary>
    public async Task WriteAsync<T>(ParseResult parse, Output output, byte[] fields, MessageFile message, T report, CancellationToken cancellationToken)
    {
        if (output.Json)
        {
            output.WriteJson(report);
            return;
        }

        ReadOnlyMemory<byte> rest = parse.GetValue(_fieldsOnly) ? default : message.Octets;
        if (output.Standard == Console.Out)
        {
            // The console's writer would encode what is octets already.
            await using Stream stream = Console.OpenStandardOutput();
            await stream.WriteAsync(fields, cancellationToken);
            await stream.WriteAsync(rest, cancellationToken);
        }
        else
        {
            await output.Standard.WriteAsync(Encoding.Latin1.GetString(fields) + Encoding.Latin1.GetString(rest.Span));
        }
    }
}
