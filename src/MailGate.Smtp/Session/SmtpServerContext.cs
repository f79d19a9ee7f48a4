using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>What all listeners and sessions of a server share.</summary>
/// <param name="Handlers">Makes the handlers that decide.</param>
/// <param name="Observer">Hears what happens.</param>
/// <param name="Budget">Memory for messages.</param>
/// <param name="Deadlines">The clock of all deadlines.</param>
/// <param name="Sessions">Counts sessions, in all and by address.</param>
/// <param name="Time">The time.</param>
public sealed record SmtpServerContext(
    IMailHandlerFactory Handlers, ISessionObserver Observer, SpoolBudget Budget, DeadlineClock Deadlines, SessionCounter Sessions, TimeProvider Time);
