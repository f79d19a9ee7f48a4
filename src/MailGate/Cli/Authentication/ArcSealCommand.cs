using System.CommandLine;
using System.Text;
using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate arc seal</c>: prints a message with the next ARC set above it.</summary>
internal sealed class ArcSealCommand
{
    private readonly Argument<string> _file = MessageFile.Argument(isOptional: true);
    private readonly SigningOptions _signing = new();
    private readonly Option<string?> _authservId = new("--authserv-id") { HelpName = "NAME", Description = "Who checked the message (default: the domain that seals)" };
    private readonly Option<string?> _results = new("--results")
    {
        HelpName = "TEXT",
        Description = "What was found, as in Authentication-Results after the authserv-id: \"spf=pass smtp.mailfrom=example.com\" (default: DKIM and ARC, checked now)",
    };

    private readonly LookupOptions _lookups = new();
    private readonly SignedMessageOutput _signed = new();

    public Command Create()
    {
        var command = new Command("seal", "Print a message with the next ARC set above it, with CRLF line ends; its chain is validated first") { _file, _authservId, _results };
        _signing.AddTo(command);
        _signed.AddTo(command);
        return _lookups.AddTo(command).Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        DkimSigningKey key = _signing.Read(parse);
        await using LookupSession session = _lookups.Open(parse);
        MessageFile message = await MessageFile.ReadAsync(parse.GetValue(_file)!, cancellationToken);
        using var verifier = new MessageVerifier(message.Headers);
        ArcSealer.Request(verifier.Body);
        verifier.Append(message.Body.Span);
        MessageVerification verification = await verifier.CompleteAsync(session.Resolver, session.Now, cancellationToken);
        string payload = Payload(parse.GetValue(_authservId) ?? key.Domain.Ascii, parse.GetValue(_results), verification);
        if (!new ArcSealer(key).TrySeal(message.Headers, verifier.Body, verification.Arc!, payload, session.Now, out byte[]? fields, out string? error))
        {
            throw new CliException($"not sealed: {error}");
        }

        var report = new Report(
            Encoding.UTF8.GetString(fields), verification.Arc!.HighestInstance + 1, verification.Arc.Result.ToWord(), key.Domain.Ascii, key.Selector.Ascii, key.RecordName);
        await _signed.WriteAsync(parse, output, fields, message, report, cancellationToken);
        return ExitCode.Success;
    }

    // Without results of the caller: what can be found out from the message alone.
    private static string Payload(string authservId, string? results, MessageVerification verification)
    {
        string payload;
        try
        {
            payload = results is null
                ? AuthenticationResultsWriter.WriteValue(authservId, [.. verification.Dkim!.Signatures.Select(AuthenticationMethods.Dkim), ArcResultOf(verification)])
                : AuthenticationResultsWriter.WriteValue(authservId, []).Replace("; none", $"; {results}", StringComparison.Ordinal);
        }
        catch (ArgumentException e)
        {
            throw new CliException($"--authserv-id: {e.Message}");
        }

        return results is null || (!results.Any(char.IsControl) && AuthenticationResults.TryParse(payload, out _))
            ? payload
            : throw new CliException("--results: not what Authentication-Results may hold (RFC 8601); an example: spf=pass smtp.mailfrom=example.com");
    }

    private static AuthenticationResult ArcResultOf(MessageVerification verification) =>
        AuthenticationMethods.Arc(verification.Arc!.Result.ToWord(), verification.Arc.OldestPass);

    private sealed record Report(string Fields, int Instance, string Cv, string Domain, string Selector, string RecordName);
}
