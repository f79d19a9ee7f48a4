using MailGate.Admin.Data;
using MailGate.Storage.Quarantine;

namespace MailGate.Admin.Api;

/// <summary>A message in quarantine.</summary>
/// <param name="From">The author's address; empty without one.</param>
internal sealed record QuarantineItem(
    string Id, DateTimeOffset Time, long Octets, string ReversePath, IReadOnlyList<string> Recipients, string Client, string Helo, string From, string Subject, string MessageId,
    string Reason, double Score, IReadOnlyList<RuleScore> Rules, bool Released, IReadOnlyList<ReleaseItem> Releases)
{
    public static QuarantineItem Of(QuarantinedMessage message) => new(
        message.Id, message.Time, message.Octets, message.ReversePath, [.. message.Addresses], message.Client.Address, message.Client.Helo,
        message.From, message.Subject, message.MessageId, message.Reason, message.Score, [.. message.Rules.Select(rule => new RuleScore(rule.Name, rule.Score))],
        message.IsReleased, [.. message.Releases.Select(ReleaseItem.Of)]);
}

/// <summary>A rule that hit, and what it added.</summary>
internal sealed record RuleScore(string Rule, double Score);

/// <summary>An attempt to release a message.</summary>
/// <param name="Outcome">released, refused or unsure.</param>
internal sealed record ReleaseItem(DateTimeOffset Time, IReadOnlyList<string> Recipients, string Outcome, string Detail, string By)
{
    public static ReleaseItem Of(QuarantineRelease release) =>
        new(release.Time, release.Recipients, release.Outcome.ToString().ToLowerInvariant(), release.Detail, release.By);
}

/// <summary>A message in quarantine, and what is in it.</summary>
internal sealed record QuarantineDetail(QuarantineItem Message, MailPreview Preview);
