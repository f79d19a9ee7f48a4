using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using MailGate.Configuration.Values;
using MailGate.Mail.Dkim;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate dkim sign</c>: prints a message with a DKIM-Signature above it.</summary>
internal sealed class DkimSignCommand
{
    private readonly Argument<string> _file = MessageFile.Argument(isOptional: true);
    private readonly SigningOptions _signing = new();
    private readonly Option<(Canonicalization Header, Canonicalization Body)?> _canonicalization = new("--canonicalization")
    {
        HelpName = "HEADER/BODY",
        Description = "simple or relaxed for each (c=); relaxed/relaxed without it",
        CustomParser = ParseCanonicalization,
    };

    private readonly Option<TimeSpan?> _lifetime = new("--expires")
    {
        HelpName = "DURATION",
        Description = "How long the signature holds (x=), such as 14d; without it, as long as the key is published",
        CustomParser = ParseLifetime,
    };

    private readonly Option<DateTimeOffset?> _time = ClockOption.Create();
    private readonly SignedMessageOutput _signed = new();

    public Command Create()
    {
        var command = new Command("sign", "Print a message with a DKIM-Signature above it, with CRLF line ends") 
        {
            _file, _canonicalization, _lifetime, _time, CommonOptions.Json(),
        };
        _signing.AddTo(command);
        _signed.AddTo(command);
        return command.Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        DkimSigningKey key = _signing.Read(parse);
        (Canonicalization header, Canonicalization body) = parse.GetValue(_canonicalization) ?? (Canonicalization.Relaxed, Canonicalization.Relaxed);
        var signer = new DkimSigner(
            [key], new DkimSignerOptions { HeaderCanonicalization = header, BodyCanonicalization = body, Lifetime = parse.GetValue(_lifetime) });
        MessageFile message = await MessageFile.ReadAsync(parse.GetValue(_file)!, cancellationToken);
        if (!signer.TrySign(message.Octets, ClockOption.Now(parse.GetValue(_time)), out byte[]? fields, out string? error))
        {
            throw new CliException($"not signed: {error}");
        }

        var report = new Report(Encoding.ASCII.GetString(fields), key.Domain.Ascii, key.Selector.Ascii, key.Key.Algorithm.ToWord(), key.RecordName);
        await _signed.WriteAsync(parse, output, fields, message, report, cancellationToken);
        return ExitCode.Success;
    }

    private static (Canonicalization Header, Canonicalization Body)? ParseCanonicalization(ArgumentResult result)
    {
        string[] words = result.Tokens[0].Value.Split('/');
        // RFC 6376 §3.5, c=: the body's is simple where it is left out.
        if (words.Length <= 2 && Read(words[0]) is { } header && (words.Length == 1 ? Canonicalization.Simple : Read(words[1])) is { } body)
        {
            return (header, body);
        }

        result.AddError("--canonicalization: expected relaxed/relaxed, relaxed/simple, simple/relaxed or simple/simple");
        return default;

        static Canonicalization? Read(string word) => word switch
        {
            "simple" => Canonicalization.Simple,
            "relaxed" => Canonicalization.Relaxed,
            _ => null,
        };
    }

    private static TimeSpan? ParseLifetime(ArgumentResult result)
    {
        if (Durations.TryParse(result.Tokens[0].Value, "", out TimeSpan lifetime, out string? problem) && lifetime >= TimeSpan.FromSeconds(1))
        {
            return lifetime;
        }

        result.AddError($"--expires: {problem ?? "it must be one second or more"}");
        return null;
    }

    private sealed record Report(string Fields, string Domain, string Selector, string Algorithm, string RecordName);
}
