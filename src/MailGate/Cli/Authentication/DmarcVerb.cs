using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Messages;
using MailGate.Mail.PublicSuffix;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate dmarc</c>: the policy that applies to a domain, and what it would say about a message.</summary>
internal sealed class DmarcVerb : ICliVerb
{
    private const string ClaimForms = "a domain that passed, a result (pass, fail, temperror ...), or both as RESULT:DOMAIN";

    private readonly Argument<Domain?> _domain = new("DOMAIN")
    {
        Description = "The domain of the From field, or an address in it",
        CustomParser = EnvelopeArguments.ParseDomain,
    };

    private readonly Option<Domain?> _from = new("--from")
    {
        HelpName = "ADDR",
        Description = "The address of MAIL FROM: the domain of --spf where that gives a result only (default: DOMAIN)",
        CustomParser = EnvelopeArguments.ParseDomain,
    };

    private readonly Option<ClaimedIdentifier?> _spf = new("--spf")
    {
        HelpName = "CLAIM",
        Description = $"Suppose this of SPF: {ClaimForms}",
        CustomParser = result => ParseClaims("--spf", result).FirstOrDefault(),
    };

    private readonly Option<ClaimedIdentifier[]> _dkim = new("--dkim")
    {
        HelpName = "CLAIM",
        Description = $"Suppose this of a signature, may be repeated: {ClaimForms}",
        CustomParser = result => ParseClaims("--dkim", result),
    };

    private readonly Option<string?> _suffixes = new("--public-suffix-list")
    {
        HelpName = "FILE",
        Description = "Find organizational domains by this list (RFC 7489) and not by the tree walk of RFC 9989",
    };

    private readonly LookupOptions _lookups = new();

    public Command Create() =>
        _lookups.AddTo(new Command("dmarc", "Show a domain's DMARC policy, and what it makes of a message (RFC 9989). The exit code is 0 whatever the result")
        {
            _domain, _from, _spf, _dkim, _suffixes,
        }).Runs(RunAsync);

    private async Task<int> RunAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        await using LookupSession session = _lookups.Open(parse);
        Domain author = parse.GetValue(_domain)!;
        DmarcIdentifier? spf = parse.GetValue(_spf)?.ToIdentifier(parse.GetValue(_from) ?? author);
        DmarcIdentifier[] dkim = [.. (parse.GetValue(_dkim) ?? []).Select(claim => claim.ToIdentifier(author))];
        var options = new DmarcOptions { PublicSuffixes = parse.GetValue(_suffixes) is { } list ? PublicSuffixList.Load(list) : null };
        var request = new DmarcRequest(HeaderFrom.Parse(Encoding.ASCII.GetBytes($"<postmaster@{author}>")), spf, dkim);
        DmarcResult result = await new DmarcEvaluator(session.Resolver, session.Time, options).EvaluateAsync(request, cancellationToken);
        output.Write(DmarcReport.Of(result) with { Lookups = session.Resolver.Lookups }, report =>
        {
            if (spf is null && dkim.Length == 0 && result.Record is not null)
            {
                output.Line($"DMARC policy of {author}: {report.Policy} for mail that nothing authenticates");
                report.PrintFacts(output);
            }
            else
            {
                report.Print(output);
            }

            output.Lookups(report.Lookups!);
        });
        return ExitCode.Success;
    }

    private static ClaimedIdentifier[] ParseClaims(string option, ArgumentResult result)
    {
        List<ClaimedIdentifier> claims = [];
        foreach (string text in result.Tokens.Select(token => token.Value))
        {
            if (ClaimedIdentifier.Parse(text) is { } claim)
            {
                claims.Add(claim);
            }
            else
            {
                result.AddError($"{option}: '{text}' is not {ClaimForms}");
            }
        }

        return [.. claims];
    }
}
