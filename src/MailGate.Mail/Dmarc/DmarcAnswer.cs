namespace MailGate.Mail.Dmarc;

/// <summary>What a query for a policy record gave.</summary>
internal readonly record struct DmarcAnswer(DmarcRecord? Record, bool IsTemporaryFailure);
