using MailGate.Smtp.Client;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>Makes of a session what a downstream is told about its client.</summary>
internal static class ClientIdentities
{
    public static ClientIdentity Of(SessionInfo session, string? transactionId) => new()
    {
        Client = session.Client,
        Server = session.Local,
        Name = session.XClientName,
        Helo = session.HeloName,
        Protocol = session.IsExtended ? "ESMTP" : "SMTP",
        Login = session.Login,
        TransactionId = transactionId,
    };
}
