using System.CommandLine;
using MailGate.Cli.Journal;
using MailGate.Cli.Rules;
using MailGate.Configuration.Values;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rules;
using MailGate.Storage;

namespace MailGate.Cli;

/// <summary><c>mailgate replay</c>: the journal judged again by other rules; exit code 1 when a verdict changes.</summary>
internal sealed class ReplayVerb : ICliVerb
{
    private readonly Option<string> _rules = new("--rules") { HelpName = "DIR", Description = "The rule file or folder to judge by", Required = true };
    private readonly Option<string> _since = new("--since") { HelpName = "TIME", Description = "How far back, such as 7d or 12h", DefaultValueFactory = _ => "7d" };
    private readonly Option<string?> _config = CommonOptions.Config();

    public Command Create() => new Command("replay", "Judge the journal again by other rules and show what would change") { _rules, _since, _config, CommonOptions.Json() }
        .Runs((parse, output) => Replay(parse, output));

    private int Replay(ParseResult parse, Output output)
    {
        string since = parse.GetValue(_since)!;
        if (!Durations.TryParse(since, "", out TimeSpan age, out string? problem))
        {
            throw new CliException($"--since: {problem ?? $"'{since}' is not a time such as 7d or 12h"}", ExitCode.Usage);
        }

        RuleSet rules = RuleLocation.Load(parse.GetValue(_rules)!);
        using JournalStore journal = JournalFile.Open(ConfiguredSettings.Load(parse.GetValue(_config)));
        Dictionary<(string Before, string After), int> counts = [];
        int flipped = 0;
        foreach (byte[] json in journal.Since(TimeProvider.System.GetUtcNow() - age))
        {
            if (TransactionJson.Read(json, out _) is not { } record)
            {
                continue;
            }

            // The same rules judge alike; what greylisting or a check's failure added is not theirs.
            ReplayResult replayed = TransactionReplay.Judge(record, rules);
            string before = ReplayVerdict.Of(record), after = record.RulesHash == rules.Hash ? before : ReplayVerdict.Of(record, replayed);
            counts[(before, after)] = counts.GetValueOrDefault((before, after)) + 1;
            if (before != after)
            {
                flipped++;
                Flip flip = new(record.Id, record.Time, before, after, record.Final?.Score ?? 0, replayed.Final?.Score ?? 0, ReplayVerdict.Responsible(record, replayed));
                output.Write(flip, shown => output.Line(
                    FormattableString.Invariant($"{shown.Id}: {shown.Before} -> {shown.After}, score {shown.ScoreBefore} -> {shown.ScoreAfter}: {string.Join(", ", shown.Rules)}")));
            }
        }

        PrintCounts(counts, flipped, output);
        return flipped == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void PrintCounts(Dictionary<(string Before, string After), int> counts, int flipped, Output output)
    {
        Summary summary = new(
            counts.Values.Sum(),
            flipped,
            counts.GroupBy(count => count.Key.Before).ToDictionary(group => group.Key, group => group.Sum(count => count.Value)),
            counts.GroupBy(count => count.Key.After).ToDictionary(group => group.Key, group => group.Sum(count => count.Value)));
        output.Write(summary, shown =>
        {
            foreach (string verdict in shown.Before.Keys.Union(shown.After.Keys).Order(StringComparer.Ordinal))
            {
                output.Line($"{verdict,-10} {shown.Before.GetValueOrDefault(verdict),8} -> {shown.After.GetValueOrDefault(verdict),8}");
            }

            output.Line($"{shown.Transactions} transactions, {shown.Flipped} would change");
        });
    }

    private sealed record Flip(string Id, DateTimeOffset Time, string Before, string After, double ScoreBefore, double ScoreAfter, IReadOnlyList<string> Rules);

    private sealed record Summary(int Transactions, int Flipped, Dictionary<string, int> Before, Dictionary<string, int> After);
}
