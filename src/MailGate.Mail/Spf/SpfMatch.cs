namespace MailGate.Mail.Spf;

/// <summary>What the test of one mechanism gave (RFC 7208 §4.6.2).</summary>
internal enum SpfMatch
{
    No,
    Yes,
    Temperror,
    Permerror,
}
