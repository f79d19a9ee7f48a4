namespace MailGate.Mail.Dkim;

/// <summary>What the DNS said about a key: records that can be tried, or what their absence means.</summary>
internal sealed record KeyLookup(IReadOnlyList<DkimKeyRecord> Records, DkimResult Failure, string? Reason);
