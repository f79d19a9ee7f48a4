using System.Text;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;
using MailGate.Mail.Authentication;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Pipeline;

/// <summary>
/// The edits of a message that goes on: what could be taken for our own word is removed, our own word is added, and what rules want is done, in this order
/// from top to bottom: Authentication-Results, spam headers, the rules' fields.
/// </summary>
public static class OutgoingHeader
{
    /// <summary>The edits; <see cref="HeaderEditor.TryApply"/> does all of them or none.</summary>
    /// <param name="verdict">The verdict of stage message.</param>
    /// <param name="authentication">What Authentication-Results says; null adds none.</param>
    public static IReadOnlyList<HeaderEdit> Edits(
        MailContext context, Verdict verdict, AuthenticationReport? authentication, OutgoingHeaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(options);
        List<HeaderEdit> edits = [];
        if (options.AuthservId.Length > 0)
        {
            // RFC 8601 §5, ATTACKS B04: nobody else speaks in our name.
            edits.Add(new HeaderEdit.RemoveWhere(
                $"Authentication-Results of {options.AuthservId}",
                field => AuthenticationResultsClaims.IsClaimedBy(field, options.AuthservId)));
            if (authentication is not null)
            {
                edits.Add(new HeaderEdit.AddField(Encoding.ASCII.GetBytes(authentication.ToField(options.AuthservId))));
            }
        }

        edits.AddRange(SpamHeaders.Write(SummaryOf(context, verdict), KindsFor(verdict, options)));
        if (options.AddressRewriter is { } rewriter)
        {
            edits.Add(new HeaderEdit.RewriteAddresses(rewriter));
        }

        edits.AddRange(EffectsOf(context, verdict).OfType<MessageEffect.EditHeader>().Select(effect => effect.Edit));
        return edits;
    }

    /// <summary>What rules want done to the message and on its way: of the connection, of MAIL FROM, of its recipients, each once, of the message.</summary>
    public static IEnumerable<MessageEffect> EffectsOf(MailContext context, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(verdict);
        return context.Results
            .Where(result => result.Verdict.Stage is not (Stage.Rcpt or Stage.Message))
            .SelectMany(result => result.Verdict.Effects)
            .Concat(context.Recipients.SelectMany(recipient => recipient.Verdict?.Effects ?? []).Distinct())
            .Concat(verdict.Effects);
    }

    private static SpamHeaderKinds KindsFor(Verdict verdict, OutgoingHeaderOptions options) =>
        options.SpamHeaders | (verdict.IsTagged ? options.SpamHeadersWhenTagged : SpamHeaderKinds.None);

    private static SpamSummary SummaryOf(MailContext context, Verdict verdict)
    {
        double required = context.Rules.Thresholds.Tag ?? context.Rules.Thresholds.Quarantine ?? context.Rules.Thresholds.Reject ?? double.PositiveInfinity;
        IEnumerable<RuleHit> hits = context.EarlierHits(Stage.Message).Concat(verdict.Hits);
        return new SpamSummary(
            verdict.Score,
            required,
            context.Rules.Thresholds.Reject ?? required,
            RuleActionNames.RspamdNameOf(verdict.IsTagged ? RuleAction.Tag : verdict.Action),
            [.. hits.Select(hit => new SpamSymbol(hit.Name, hit.Score, OptionsOf(context, hit)))])
        {
            IsSpam = verdict.IsTagged,
        };
    }

    // As rspamd does: what the rule looked at, where that is one word.
    private static IReadOnlyList<string> OptionsOf(MailContext context, RuleHit hit) =>
        [.. hit.Rule.When.Facts
            .Select(context.Facts.Get)
            .Where(value => value.Kind == FactKind.String && value.AsString.Length is > 0 and <= 64)
            .Take(3)
            .Select(value => value.AsString)];
}
