using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>HELP (RFC 5321 §4.1.1.8).</summary>
internal static class HelpVerb
{
    private static readonly Reply Text = Reply.Of(
        ReplyCode.HelpMessage, 0, 0, "Commands: EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY EXPN HELP QUIT STARTTLS AUTH\nSee RFC 5321");

    public static Reply Handle() => Text;
}
