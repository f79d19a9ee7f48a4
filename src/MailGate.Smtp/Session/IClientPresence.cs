namespace MailGate.Smtp.Session;

/// <summary>Tells whether a session's client is still connected.</summary>
public interface IClientPresence
{
    /// <summary>True when the client is known to have gone: nothing may be delivered on its behalf, since it will try again.</summary>
    bool IsGone { get; }
}
