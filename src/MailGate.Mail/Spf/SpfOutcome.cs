namespace MailGate.Mail.Spf;

/// <summary>What check_host() gave for one domain (RFC 7208 §4).</summary>
/// <param name="Code">The result.</param>
/// <param name="Domain">The domain whose record decided: the last one of a chain of redirects.</param>
/// <param name="Record">That record, null where there was none to read.</param>
/// <param name="Matched">The directive that matched.</param>
internal readonly record struct SpfOutcome(SpfResultCode Code, string Domain, SpfRecord? Record = null, SpfDirective? Matched = null);
