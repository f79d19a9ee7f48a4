namespace MailGate.Smtp.Session;

/// <summary>Makes the handler of each session.</summary>
public interface IMailHandlerFactory
{
    /// <summary>A handler for a new session. <paramref name="client"/> lets it look whether the client is still there.</summary>
    IMailHandler Create(IClientPresence client);
}
