using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Pipeline;

/// <summary>Judges recorded transactions again by other rules: needs neither DNS nor messages, and changes nothing.</summary>
public static class TransactionReplay
{
    /// <summary>What the rules would have made of the transaction.</summary>
    public static ReplayResult Judge(TransactionRecord record, RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(rules);
        List<StageRecord> results = [];
        List<RuleHit> hits = [];
        FactSet facts = record.Facts.Copy();
        foreach (Stage stage in (Stage[])[Stage.Connect, Stage.Helo, Stage.Mail])
        {
            if (stage > record.Stage)
            {
                return new ReplayResult(results, IsOpen: true);
            }

            Verdict verdict = rules.Evaluate(stage, facts, hits);
            results.Add(StageRecord.Of(verdict));
            hits.AddRange(verdict.Hits);
            if (verdict.IsFinal)
            {
                return new ReplayResult(results, IsOpen: false);
            }
        }

        List<MailRecipient> accepted = JudgeRecipients(record, rules, facts, hits, results);
        if (record.Stage < Stage.Message || accepted.Count == 0)
        {
            // All recipients refused is an end; a transaction that never got further then might go on now.
            return new ReplayResult(results, IsOpen: accepted.Count > 0 || results[^1].Stage < Stage.Rcpt);
        }

        if (MailRecipient.FateOf(accepted) is { } fate)
        {
            results.Add(new StageRecord(Stage.Message, fate.Action));
            return new ReplayResult(results, IsOpen: false);
        }

        hits.AddRange(accepted.SelectMany(recipient => recipient.Verdict?.Hits ?? []).GroupBy(hit => hit.Rule).Select(group => group.MaxBy(hit => hit.Score)!));
        bool isTagged = results.Exists(result => result.Stage < Stage.Rcpt && result.Action == RuleAction.Tag) || accepted.Exists(recipient => recipient.Verdict?.IsTagged == true);
        Verdict last = rules.Evaluate(Stage.Message, facts, hits);
        results.Add(StageRecord.Of(last.Action == RuleAction.None && isTagged ? last with { Action = RuleAction.Tag } : last));
        return new ReplayResult(results, IsOpen: false);
    }

    private static List<MailRecipient> JudgeRecipients(
        TransactionRecord record, RuleSet rules, FactSet facts, List<RuleHit> hits, List<StageRecord> results)
    {
        List<MailRecipient> accepted = [];
        foreach (string address in record.Results.Where(result => result.Stage == Stage.Rcpt).Select(result => result.Recipient))
        {
            if (MailboxOf(address) is not { } mailbox)
            {
                continue;
            }

            SessionFacts.SetRecipient(facts, mailbox);
            SessionFacts.SetRecipients(facts, accepted);
            Verdict verdict = rules.Evaluate(Stage.Rcpt, facts, hits);
            results.Add(StageRecord.Of(verdict) with { Recipient = address });
            if (verdict.Action is not (RuleAction.Reject or RuleAction.Defer))
            {
                accepted.Add(new MailRecipient(mailbox, verdict));
            }
        }

        SessionFacts.SetRecipient(facts, null);
        SessionFacts.SetRecipients(facts, accepted);
        return accepted;
    }

    private static Mailbox? MailboxOf(string address) =>
        AddressParser.TryParseForwardPath(System.Text.Encoding.UTF8.GetBytes($"<{address}>"), allowUtf8: true, out ForwardPath? path, out _, out _) ? path.Mailbox : null;
}
