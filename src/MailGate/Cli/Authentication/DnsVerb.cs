using System.CommandLine;
using System.Net;
using MailGate.Mail.Dns;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate dns</c>: one question, asked and answered as the gateway does.</summary>
internal sealed class DnsVerb : ICliVerb
{
    private static readonly string[] Types = ["a", "aaaa", "cname", "dkim", "dmarc", "mx", "ns", "ptr", "spf", "srv", "tlsa", "txt"];

    private readonly Argument<string> _type = new("TYPE")
    {
        Description = "What to ask for; spf, dmarc and dkim are the TXT records of that kind, dkim's NAME is SELECTOR._domainkey.DOMAIN",
    };

    private readonly Argument<string> _name = new("NAME") { Description = "The name; for ptr, an address too" };
    private readonly LookupOptions _lookups = new();

    public Command Create()
    {
        _type.AcceptOnlyFromAmong(Types);
        return _lookups.AddTo(new Command("dns", "Ask the DNS as the gateway does. The exit code is 0 whatever the answer") { _type, _name }).Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        await using LookupSession session = _lookups.Open(parse);
        string type = parse.GetValue(_type)!;
        string name = parse.GetValue(_name)!;
        if (type == "ptr" && IPAddress.TryParse(name, out IPAddress? address))
        {
            name = ReverseName.Of(address);
        }

        await AskAsync(session.Resolver, type, type == "dmarc" ? $"_dmarc.{name}" : name, cancellationToken);
        DnsLookup lookup = session.Resolver.Lookups[0];
        output.Write(lookup with { Records = Select(type, lookup.Records) }, found =>
        {
            foreach (string record in found.Records)
            {
                output.Line(record);
            }

            if (found.Records.Count == 0)
            {
                output.Line($"{found.Type} {found.Name}: {(lookup.Records.Count > 0 ? $"no {type} record among {lookup.Records.Count}" : ReportLines.Explain(found.Status))}");
            }
        });
        return ExitCode.Success;
    }

    private static async Task AskAsync(RecordingResolver resolver, string type, string name, CancellationToken cancellationToken)
    {
        _ = type switch
        {
            "a" => (object)await resolver.ResolveAAsync(name, cancellationToken),
            "aaaa" => await resolver.ResolveAaaaAsync(name, cancellationToken),
            "cname" => await resolver.ResolveCnameAsync(name, cancellationToken),
            "mx" => await resolver.ResolveMxAsync(name, cancellationToken),
            "ns" => await resolver.ResolveNsAsync(name, cancellationToken),
            "ptr" => await resolver.ResolvePtrAsync(name, cancellationToken),
            "srv" => await resolver.ResolveSrvAsync(name, cancellationToken),
            "tlsa" => await resolver.ResolveTlsaAsync(name, cancellationToken),
            _ => await resolver.ResolveTxtAsync(name, cancellationToken),
        };
    }

    private static string[] Select(string type, IReadOnlyList<string> records) => type switch
    {
        // RFC 7208 §4.5: the version, then a space or the end.
        "spf" => [.. records.Where(r => r.Equals("v=spf1", StringComparison.OrdinalIgnoreCase) || r.StartsWith("v=spf1 ", StringComparison.OrdinalIgnoreCase))],
        // RFC 9989 §4.7: the version comes first.
        "dmarc" => [.. records.Where(r => r.StartsWith("v=DMARC1", StringComparison.OrdinalIgnoreCase))],
        _ => [.. records],
    };
}
