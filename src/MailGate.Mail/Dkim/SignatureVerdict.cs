namespace MailGate.Mail.Dkim;

/// <summary>How one signature was judged.</summary>
internal readonly record struct SignatureVerdict(DkimResult Result, string Reason, int KeyBits = 0, bool IsTesting = false);
