using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dns;

namespace MailGate.Filtering.Checks;

/// <summary>Asks DNS lists about the client's address or about names (RFC 5782).</summary>
internal sealed class DnsblCheck : ICheck
{
    private const int MaxQuestions = 100;

    public string Name => "dnsbl";

    public Stage Stage => Stage.Connect;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        FactCall[] asked = [.. findings.Questions.Take(MaxQuestions)];
        Task<(FactValue Value, string? Trouble)>[] answers = [.. asked.Select(call => AskAsync(context, call, cancellationToken))];
        for (int i = 0; i < asked.Length; i++)
        {
            (FactValue value, string? trouble) = await answers[i];
            findings.Answer(asked[i], value);
            if (trouble is not null)
            {
                findings.NoteTrouble(trouble);
            }
        }

        if (findings.Questions.Count > MaxQuestions)
        {
            findings.NoteTrouble($"more than {MaxQuestions} DNS list questions");
        }
    }

    private static async Task<(FactValue Value, string? Trouble)> AskAsync(MailContext context, FactCall call, CancellationToken cancellationToken)
    {
        if (!DnsblQuery.TryParse(call.Arguments[0].AsString, out DnsblQuery? query, out string? problem))
        {
            return (FactValue.Missing, $"'{call.Arguments[0]}' is no DNS list: {problem}");
        }

        if (NameOf(context, call, query.Zone) is not { } name)
        {
            // An empty domain, an address literal: no list can have it.
            return (FactValue.False, null);
        }

        DnsResult<AddressRecord> result = await context.Environment.Resolver.ResolveAAsync(name, cancellationToken);
        if (result.IsTemporaryFailure)
        {
            return (FactValue.Missing, $"{query.Zone} did not answer");
        }

        if (result.Records.Any(record => query.IsListing(record.Address)))
        {
            return (FactValue.True, null);
        }

        return result.Records.Any(record => DnsblQuery.IsError(record.Address))
            ? (FactValue.Missing, $"{query.Zone} refuses to answer: {result.Records[0].Address}")
            : (FactValue.False, null);
    }

    private static string? NameOf(MailContext context, FactCall call, Domain zone)
    {
        if (call.Arguments.Count == 1)
        {
            return ReverseName.Of(context.Client.Address, zone.Ascii);
        }

        // What is asked must be a name that fits below the zone: an attacker chose it.
        return Domain.TryParse(call.Arguments[1].AsString, out Domain? subject) && Domain.TryParse($"{subject.Ascii}.{zone.Ascii}", out Domain? name)
            ? name.Ascii
            : null;
    }
}
