using System.CommandLine;
using System.Net;
using MailGate.Mail.Spf;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate spf</c>: one SPF check with what decided it.</summary>
internal sealed class SpfVerb : ICliVerb
{
    private readonly Argument<IPAddress?> _client = new("IP") { Description = "The client's address, IPv4 or IPv6", CustomParser = EnvelopeArguments.ParseAddress };
    private readonly Option<string?> _from = EnvelopeArguments.From("The address of MAIL FROM; without it, or with an empty one, the HELO name is checked");
    private readonly Option<string?> _helo = EnvelopeArguments.Helo();
    private readonly Option<string> _receiver = new("--receiver") { HelpName = "NAME", Description = "The name of this host, for the %{r} macro", DefaultValueFactory = _ => "unknown" };
    private readonly LookupOptions _lookups = new();

    public Command Create() =>
        _lookups.AddTo(new Command("spf", "Check whether a client may send for a domain (RFC 7208). The exit code is 0 whatever the result")
        {
            _client, _from, _helo, _receiver,
        }).Runs(RunAsync);

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        string reversePath = EnvelopeArguments.ReversePath(parse.GetValue(_from));
        string helo = parse.GetValue(_helo) ?? "";
        if (reversePath.Length == 0 && helo.Length == 0)
        {
            throw new CliException("--from or --helo is needed: there is no domain to check", ExitCode.Usage);
        }

        await using LookupSession session = _lookups.Open(parse);
        IPAddress client = parse.GetValue(_client)!;
        var evaluator = new SpfEvaluator(session.Resolver, session.Time, new SpfOptions { ReceiverName = parse.GetValue(_receiver)! });
        var request = new SpfRequest(client, helo, reversePath);
        SpfReport report = SpfReport.Of(await evaluator.CheckAsync(request, cancellationToken), client) with { Lookups = session.Resolver.Lookups };
        output.Write(report, _ =>
        {
            report.Print(output);
            output.Lookups(report.Lookups!);
        });
        return ExitCode.Success;
    }
}
