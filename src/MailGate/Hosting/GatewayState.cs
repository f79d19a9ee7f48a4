using MailGate.Filtering.Rules;
using MailGate.Handling.Capture;
using MailGate.Handling.Quarantine;
using MailGate.Storage.Quarantine;

namespace MailGate.Hosting;

/// <summary>What a running gateway has to show.</summary>
/// <param name="Rules">The rules in force.</param>
/// <param name="RulePath">Where they were read from.</param>
/// <param name="Captured">The mail that routes with <c>capture</c> kept.</param>
/// <param name="Quarantine">The messages that rules set aside.</param>
/// <param name="Releaser">Sends those on.</param>
internal sealed record GatewayState(RuleSet Rules, string RulePath, MaildirReader Captured, QuarantineStore Quarantine, QuarantineReleaser Releaser);
