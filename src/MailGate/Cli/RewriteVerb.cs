using System.CommandLine;
using MailGate.Configuration;
using MailGate.Configuration.Loading;
using MailGate.Filtering.Rewriting;
using MailGate.Mail.Addresses;

namespace MailGate.Cli;

/// <summary><c>mailgate rewrite test ADDRESS...</c>: what <c>rewrite:</c> makes of an address, step by step and by which entry, as <c>postmap -q</c> does for one map.</summary>
internal sealed class RewriteVerb : ICliVerb
{
    private readonly Argument<string[]> _addresses = new("ADDRESS") { Description = "Addresses as a client would give them", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _config = CommonOptions.Config();

    public Command Create() => new("rewrite", "Try the rewriting of addresses")
    {
        new Command("test", "Show what becomes of an address as recipient, as sender and in the header, and by which entry") { _addresses, _config, CommonOptions.Json() }
            .Runs((parse, output) => Test(Load(parse.GetValue(_config)), parse.GetValue(_addresses)!, output)),
    };

    private static GatewaySettings Load(string? config)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(ConfigurationInput.Find(config), TimeProvider.System);
        return loaded.Settings ?? throw new CliException(string.Join('\n', loaded.Errors.Select(error => error.ToString())));
    }

    private static int Test(GatewaySettings settings, string[] addresses, Output output)
    {
        bool isGood = true;
        foreach (string address in addresses)
        {
            if (!AddressParser.TryParseMailbox(address, out _))
            {
                throw new CliException($"'{address}' is not an address");
            }

            Report report = Of(settings, address);
            isGood &= report.Uses.All(use => use.Error is null);
            output.Write(report, _ => Print(report, output));
        }

        return isGood ? ExitCode.Success : ExitCode.Failure;
    }

    private static Report Of(GatewaySettings settings, string address)
    {
        RewriteSettings rewrite = settings.Rewrite;
        SrsResult? bounce = rewrite.Srs?.Reverse(address) is { Status: not SrsStatus.NotNeeded } reversed ? reversed : null;
        List<Use> uses = [];
        if (bounce is { } result)
        {
            uses.Add(result.Status == SrsStatus.Rewritten
                ? new Use("recipient of a notification", [result.Address], null, [])
                : new Use("recipient of a notification", [], $"refused: the SRS address is {result.Status.ToString().ToLowerInvariant()}", []));
        }
        else
        {
            Add("recipient", (maps, steps) => maps.RewriteRecipient(address, steps));
        }

        Add("sender", (maps, steps) => maps.RewriteReversePath(address, steps));
        Add("From, Sender, Reply-To", (maps, steps) => maps.RewriteHeader(address, AddressRoles.Sender, steps));
        Add("To, Cc", (maps, steps) => maps.RewriteHeader(address, AddressRoles.Recipient, steps));
        string? forwarded = uses[1].Addresses is [var sender] && rewrite.Srs?.Forward(sender) is { Status: SrsStatus.Rewritten } srs ? srs.Address : null;
        return new Report(address, [.. uses], bounce is null ? [.. uses[0].Addresses.Select(recipient => Judge(settings, recipient))] : [], forwarded);

        void Add(string name, Func<AddressRewriter, List<AddressStep>, AddressRewriteResult> rewriteIt)
        {
            List<AddressStep> steps = [];
            AddressRewriteResult became = rewrite.Addresses is { } maps ? rewriteIt(maps, steps) : new AddressRewriteResult([address], null);
            uses.Add(new Use(name, [.. became.Addresses], became.Error, [.. steps.Select(Step.Of)]));
        }
    }

    private static Destination Judge(GatewaySettings settings, string recipient)
    {
        Domain? domain = AddressParser.TryParseMailbox(recipient, out Mailbox? mailbox) ? mailbox.Domain : null;
        bool isAccepted = domain is not null && (settings.Domains.Contains(domain) || settings.Rewrite.ForwardTo.Contains(domain));
        return new Destination(recipient, isAccepted, settings.Routes.Find(domain)?.Name);
    }

    private static void Print(Report report, Output output)
    {
        output.Line(report.Address);
        foreach (Use use in report.Uses)
        {
            string became = use.Error ?? (use.Addresses is [var same] && same == report.Address ? "unchanged" : string.Join(", ", use.Addresses));
            output.Line($"  as {use.Name}: {became}");
            foreach (Step step in use.Steps)
            {
                output.Line($"    {step.Kind}: {step.From} -> {string.Join(", ", step.To)}{(step.Entry is null ? "" : $"   by {step.Entry}{(step.Place is null ? "" : $" at {step.Place}")}")}");
            }
        }

        foreach (Destination destination in report.Destinations)
        {
            string who = destination.Accepted ? "accepted from anybody" : "accepted only from clients that may relay: neither domains nor rewrite.forward_to has its domain";
            output.Line($"  {destination.Address}: {who}; {(destination.Route is null ? "no route" : $"route {destination.Route}")}");
        }

        if (report.Forwarded is { } forwarded)
        {
            output.Line($"  as sender of forwarded mail: {forwarded}");
        }
    }

    private sealed record Report(string Address, Use[] Uses, Destination[] Destinations, string? Forwarded);

    private sealed record Use(string Name, string[] Addresses, string? Error, Step[] Steps);

    private sealed record Destination(string Address, bool Accepted, string? Route);

    private sealed record Step(string Kind, string From, string[] To, string? Entry, string? Place)
    {
        public static Step Of(AddressStep step) =>
            new(step.Kind, step.From, [.. step.To], step.Entry?.Match, step.Entry?.Source is { } place ? $"{place.File}:{place.Line}:{place.Column}" : null);
    }
}
