using System.CommandLine;
using System.Net;
using MailGate.Cli.Authentication;
using MailGate.Cli.Scanning;
using MailGate.Configuration;
using MailGate.Filtering.Reputation;
using MailGate.Handling.Policy;
using MailGate.Mail.Addresses;

namespace MailGate.Cli;

/// <summary><c>mailgate scan</c>: what the gateway would make of stored messages.</summary>
internal sealed class ScanVerb : ICliVerb
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Messages (.eml), mbox files, Maildirs or other folders; - for standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<IPAddress?> _ip = new("--ip")
    {
        HelpName = "ADDRESS",
        Description = "The client's address (default: 127.0.0.1)",
        CustomParser = EnvelopeArguments.ParseAddress,
    };

    private readonly Option<string?> _helo = EnvelopeArguments.Helo();
    private readonly Option<string?> _from = EnvelopeArguments.From("MAIL FROM; <> for the null reverse-path (default: the message's Return-Path, else <>)");

    private readonly Option<string[]> _to = new("--to")
    {
        HelpName = "ADDR",
        Description = "RCPT TO, may be repeated (default: the message's Delivered-To, else postmaster)",
    };

    private readonly Option<string?> _rules = ToolSettings.RulesOption();
    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<bool> _facts = new("--facts") { Description = "Print everything that was found out" };

    private readonly Option<int> _jobs = new("--jobs")
    {
        HelpName = "N",
        Description = "Messages at once (default: 4 for each processor)",
        DefaultValueFactory = _ => Environment.ProcessorCount * 4,
    };

    private readonly LookupOptions _lookups = new();

    public Command Create()
    {
        _jobs.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int jobs) && jobs is < 1 or > 1024)
            {
                result.AddError("--jobs: 1 to 1024");
            }
        });
        return _lookups.AddTo(new Command("scan", "Run stored messages through checks and rules, without a mail server")
        {
            _files, _ip, _helo, _from, _to, _rules, _config, _facts, _jobs,
        }).Runs(ScanAsync);
    }

    private async Task<int> ScanAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        GatewaySettings settings = ToolSettings.Load(parse.GetValue(_config), parse.GetValue(_rules));
        await using LookupSession lookups = _lookups.Open(parse, ToolSettings.DnsOf(settings));
        PolicyEngine engine = new(settings, lookups.Resolver, new MemoryReputationStore(lookups.Time), SpamModels.Load(settings, lookups.Time, output.Error), lookups.Time);
        MessageScanner scanner = new(engine, EnvelopeOf(parse, settings), settings.Limits, parse.GetValue(_facts));
        StoredMessages messages = new(parse.GetValue(_files)!, settings.Limits.MessageSize.Bytes);
        int count = 0, unread = 0;
        using (ProgressBar progress = new("scanning", TimeProvider.System) { IsWanted = Console.IsOutputRedirected })
        {
            await OrderedWork.RunAsync(messages.Read(), scanner.ScanAsync, parse.GetValue(_jobs), Take, cancellationToken);

            void Take(ScanReport report)
            {
                count++;
                unread += report.Verdict == "error" ? 1 : 0;
                output.Write(report, shown => ScanText.Print(shown, output));
                progress.Report((double)messages.OctetsRead / Math.Max(messages.TotalOctets, 1), count);
            }
        }

        return unread == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private ScanEnvelope EnvelopeOf(ParseResult parse, GatewaySettings settings)
    {
        IPAddress address = parse.GetValue(_ip) ?? IPAddress.Loopback;
        string? from = parse.GetValue(_from);
        ReversePath? reversePath = from is null ? null : ScanEnvelope.ReversePathOf(from) ?? throw new CliException($"--from: '{from}' is not an address", ExitCode.Usage);
        List<ForwardPath> to = [.. (parse.GetValue(_to) ?? [])
            .Select(text => ScanEnvelope.ForwardPathOf(text) ?? throw new CliException($"--to: '{text}' is not an address", ExitCode.Usage))];
        // Trial mode trusts this machine; a stored message did not come from it.
        bool isTrusted = !settings.IsTrial && settings.RelayFrom.Contains(address);
        return new ScanEnvelope(ScanEnvelope.ClientAt(address, isTrusted), parse.GetValue(_helo) ?? "", reversePath, to);
    }
}
