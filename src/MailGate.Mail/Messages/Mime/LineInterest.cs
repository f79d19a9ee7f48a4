namespace MailGate.Mail.Messages.Mime;

/// <summary>Which lines of what follows can change the structure.</summary>
internal enum LineInterest
{
    None,
    Dashes,
    Every,
}
