using System.Buffers.Text;
using System.Text;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>AUTH (RFC 4954): the exchange is relayed, this server looks only at its form.</summary>
internal static class AuthVerb
{
    private static readonly Reply Syntax = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 4, "Syntax: AUTH mechanism [initial-response]");
    private static readonly Reply NotOffered = Reply.Of(ReplyCode.BadSequence, 5, 1, "AUTH is not offered");
    private static readonly Reply NeedsTls = Reply.Of(ReplyCode.EncryptionRequired, 7, 11, "Say STARTTLS first");
    private static readonly Reply AlreadyDone = Reply.Of(ReplyCode.BadSequence, 5, 1, "Already authenticated");
    private static readonly Reply UnknownMechanism = Reply.Of(ReplyCode.ParameterNotImplemented, 5, 4, "Mechanism is not offered");

    public static ValueTask<Reply> HandleAsync(SmtpSession session, ReadOnlyMemory<byte> argument)
    {
        if (session.Settings.Auth == AuthMode.None)
        {
            return new ValueTask<Reply>(NotOffered);
        }

        if (session.Info.Tls is null)
        {
            return new ValueTask<Reply>(NeedsTls);
        }

        if (session.Info.Login is not null)
        {
            return new ValueTask<Reply>(AlreadyDone);
        }

        string[] parts = Encoding.ASCII.GetString(argument.Span).Split(' ');
        if (parts.Length is 0 or > 2 || parts[0].Length == 0 || (parts.Length == 2 && !IsResponse(parts[1])))
        {
            return new ValueTask<Reply>(Syntax);
        }

        string mechanism = parts[0].ToUpperInvariant();
        return session.Handler.Offer.AuthMechanisms.Split(' ').Contains(mechanism, StringComparer.Ordinal)
            ? ExchangeAsync(session, new AuthDialogue(session, mechanism, parts.Length == 2 ? parts[1] : null))
            : new ValueTask<Reply>(UnknownMechanism);
    }

    /// <summary>True for base64, or the equals sign that stands for an empty response (RFC 4954 §4).</summary>
    public static bool IsResponse(string text) => text == "=" || (text.Length > 0 && Base64.IsValid(text));

    private static async ValueTask<Reply> ExchangeAsync(SmtpSession session, AuthDialogue dialogue)
    {
        AuthenticationOutcome outcome = await session.Handler.OnAuthAsync(session.Info, dialogue, session.Cut);
        if (dialogue.Failure is not null)
        {
            return dialogue.Failure;
        }

        if (outcome.Reply.IsPositive)
        {
            session.Info.Login = outcome.Login;
        }

        return outcome.Reply;
    }
}
