namespace MailGate.Filtering.Scoring.Site;

/// <summary>What learning one message changed, so that it can be taken back.</summary>
/// <param name="Message">The first half of the message's SHA-256.</param>
/// <param name="TextStep">Added to each feature of the text.</param>
/// <param name="HeaderStep">Added to each feature of the header.</param>
internal readonly record struct SiteLesson(UInt128 Message, bool IsSpam, int TextStep, int HeaderStep);
