using System.CommandLine;
using System.Net;
using MailGate.Configuration.Loading;
using MailGate.Mail.Arc;
using MailGate.Mail.Authentication;
using MailGate.Mail.Messages;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate auth</c>: SPF, DKIM, ARC, DMARC and iprev of one message, as the gateway would find them.</summary>
internal sealed class AuthVerb : ICliVerb
{
    private readonly Argument<string> _file = MessageFile.Argument();
    private readonly Option<IPAddress?> _client = new("--ip")
    {
        HelpName = "IP",
        Description = "The client's address, IPv4 or IPv6",
        Required = true,
        CustomParser = EnvelopeArguments.ParseAddress,
    };

    private readonly Option<string?> _helo = EnvelopeArguments.Helo();
    private readonly Option<string?> _from = EnvelopeArguments.From("The address of MAIL FROM; without it, or with an empty one, the null reverse-path");
    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _authservId = new("--authserv-id") { HelpName = "NAME", Description = "The name in Authentication-Results (default: the configuration's)" };
    private readonly LookupOptions _lookups = new();

    public Command Create() =>
        _lookups.AddTo(new Command("auth", "Find out who sent a message, as the gateway would: SPF, DKIM, ARC, DMARC, iprev. The exit code is 0 whatever the results")
        {
            _file, _client, _helo, _from, _config, _authservId,
        }).Runs(RunAsync);

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        AuthSettings settings = AuthSettings.Load(ConfigurationInput.Find(parse.GetValue(_config)));
        string authservId = parse.GetValue(_authservId) ?? settings.AuthservId;
        CheckAuthservId(authservId);
        await using LookupSession session = _lookups.Open(parse, settings.Dns);
        MessageFile message = await MessageFile.ReadAsync(parse.GetValue(_file)!, cancellationToken);
        IPAddress client = parse.GetValue(_client)!;
        using var verifier = new MessageVerifier(message.Headers, settings.Options.Dkim);
        verifier.Append(message.Body.Span);
        MailAuthentication authentication = new SenderAuthentication(session.Resolver, session.Time, settings.Options)
            .ForClient(client, cancellationToken)
            .ForMail(parse.GetValue(_helo) ?? "", EnvelopeArguments.ReversePath(parse.GetValue(_from)));
        authentication.SetMessage(message.Headers, verifier);
        AuthenticationReport found = await authentication.ReportAsync();
        output.Write(AuthReport.Of(found, client, authservId, session.Resolver.Lookups), report =>
        {
            report.Print(output);
            output.Lookups(report.Lookups);
            output.Line();
            output.Line(found.ToField(authservId).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd());
        });
        return ExitCode.Success;
    }

    private static void CheckAuthservId(string name)
    {
        try
        {
            _ = AuthenticationResultsWriter.WriteValue(name, []);
        }
        catch (ArgumentException e)
        {
            throw new CliException($"--authserv-id: {e.Message}");
        }
    }
}
