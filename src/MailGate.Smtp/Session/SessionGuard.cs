using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session;

/// <summary>Counts what a client may do only so often: errors, and commands that lead nowhere.</summary>
internal sealed class SessionGuard(SmtpLimits limits)
{
    private static readonly Reply TooManyErrors = Reply.Of(ReplyCode.ServiceNotAvailable, 7, 0, "Too many errors, closing the connection");
    private static readonly Reply TooManyIdleCommands = Reply.Of(ReplyCode.ServiceNotAvailable, 7, 0, "Too many commands without mail, closing the connection");

    private static readonly Reply TooManyCommands = Reply.Of(ReplyCode.ServiceNotAvailable, 7, 0, "Too many commands, connect again");

    private int _commands;
    private int _errors;
    private int _idleCommands;

    /// <summary>Counts a command and its reply; returns the reply that ends the session, or null.</summary>
    public Reply? Count(Verb verb, Reply reply)
    {
        // A temporary failure is ours, not the client's.
        if (reply.IsPermanent && ++_errors >= limits.MaxErrors)
        {
            return TooManyErrors;
        }

        if (++_commands >= limits.MaxCommands)
        {
            return TooManyCommands;
        }

        bool isIdle = verb is not (Verb.Mail or Verb.Rcpt or Verb.Data or Verb.Bdat or Verb.StartTls or Verb.Auth or Verb.Quit);
        return isIdle && ++_idleCommands > limits.MaxIdleCommands ? TooManyIdleCommands : null;
    }

    /// <summary>A message was taken over.</summary>
    public void Reset()
    {
        _errors = 0;
        _idleCommands = 0;
    }
}
