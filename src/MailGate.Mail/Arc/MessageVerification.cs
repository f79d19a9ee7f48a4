using MailGate.Mail.Dkim;

namespace MailGate.Mail.Arc;

/// <summary>What the signatures of one message say.</summary>
/// <param name="Dkim">Its DKIM signatures; null when they were not asked for.</param>
/// <param name="Arc">Its ARC chain; null when it was not asked for.</param>
public sealed record MessageVerification(DkimVerification? Dkim, ArcVerification? Arc);
