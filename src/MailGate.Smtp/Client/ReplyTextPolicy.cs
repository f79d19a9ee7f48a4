namespace MailGate.Smtp.Client;

/// <summary>Whose words a client reads after the codes of a downstream's reply.</summary>
public enum ReplyTextPolicy
{
    /// <summary>The downstream's.</summary>
    Pass,

    /// <summary>Our own: nothing of the downstream's software or policy is told.</summary>
    Generic,
}
