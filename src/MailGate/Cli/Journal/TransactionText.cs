using System.Globalization;
using MailGate.Cli.Scanning;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Cli.Journal;

/// <summary>Prints a recorded transaction for people: stage by stage what was decided, by which rules, because of which facts.</summary>
internal static class TransactionText
{
    public static void Print(TransactionRecord record, Output output)
    {
        output.Line(string.Create(CultureInfo.InvariantCulture, $"{record.Id}: {ReplayVerdict.Of(record)} at {record.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z"));
        foreach (Fact fact in (Fact[])[MailFacts.ClientIp, MailFacts.HeloName, MailFacts.MailFromAddress, MailFacts.MessageSubject, MailFacts.MessageMessageId])
        {
            if (!record.Facts.Get(fact).IsError)
            {
                output.Line($"  {fact.Path} = {FactEvidence.Shortened(record.Facts.Get(fact))}");
            }
        }

        foreach (StageRecord result in record.Results)
        {
            PrintStage(record, result, output);
        }

        output.Line($"  reply to the client: {(record.DownstreamReply.Length > 0 ? record.DownstreamReply : record.Final?.Reply is { Length: > 0 } reply ? reply : "none")}");
    }

    private static void PrintStage(TransactionRecord record, StageRecord result, Output output)
    {
        string recipient = result.Recipient.Length > 0 ? $" <{result.Recipient}>" : "";
        string reason = result.Reason.Length > 0 ? $", decided by {result.Reason}" : "";
        string cost = Number(result.Duration.TotalMilliseconds);
        output.Line($"  {result.Stage.ToString().ToLowerInvariant()}{recipient}: {ReplayVerdict.Word(result)}, score {Number(result.Score)}{reason} ({cost} ms)");
        foreach (HitRecord hit in result.Hits)
        {
            output.Line($"    {Number(hit.Score),8}  {hit.Rule}{Evidence(record, hit)}");
        }

        foreach (HitRecord hit in result.ShadowHits)
        {
            output.Line($"    (shadow)  {hit.Rule}{Evidence(record, hit)}");
        }

        foreach (FailureRecord failure in result.Failures)
        {
            output.Line($"    not judged: {failure.Rule}{(failure.Reason.Length > 0 ? ": " + failure.Reason : "")}");
        }

        foreach (CheckRecord check in result.Checks.Where(check => check.Error.Length > 0))
        {
            output.Line($"    check {check.Check}: {check.Error}");
        }
    }

    private static string Evidence(TransactionRecord record, HitRecord hit)
    {
        string[] facts = [.. hit.Facts
            .Select(path => MailFacts.Schema.TryFind(path, out Fact? fact) && !record.Facts.Get(fact).IsError ? $"{path} = {FactEvidence.Shortened(record.Facts.Get(fact))}" : "")
            .Where(text => text.Length > 0)];
        return facts.Length == 0 ? "" : "  " + string.Join(", ", facts);
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
