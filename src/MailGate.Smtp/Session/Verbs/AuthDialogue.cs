using System.Text;
using MailGate.Smtp.Grammar;

namespace MailGate.Smtp.Session.Verbs;

/// <summary>Carries challenges and responses between client and handler, each a bounded line.</summary>
internal sealed class AuthDialogue(SmtpSession session, string mechanism, string? initialResponse) : IAuthenticationDialogue
{
    // RFC 4954 §4: a line of an exchange may have 12288 octets.
    private const int MaxLineOctets = 12288;
    private const int MaxRounds = 10;

    private static readonly Reply Cancelled = Reply.Of(ReplyCode.ParameterSyntaxError, 7, 0, "Authentication cancelled");
    private static readonly Reply Malformed = Reply.Of(ReplyCode.ParameterSyntaxError, 5, 2, "Malformed base64");
    private static readonly Reply TooLong = Reply.Of(ReplyCode.SyntaxError, 5, 6, "Authentication exchange is too long");

    private int _rounds;

    public string Mechanism => mechanism;

    public string? InitialResponse => initialResponse;

    /// <summary>Why the client's side of the exchange broke off, or null.</summary>
    public Reply? Failure { get; private set; }

    public async ValueTask<string?> ChallengeAsync(string challenge, CancellationToken cancellationToken)
    {
        if (++_rounds > MaxRounds)
        {
            Failure = TooLong;
            return null;
        }

        session.Write(new Reply(ReplyCode.AuthenticationChallenge, EnhancedStatusCode.None, challenge));
        session.Deadline.Set(session.Settings.Limits.CommandTimeout);
        LineStatus status = await session.Reader.ReadAsync(MaxLineOctets);
        string line = Encoding.ASCII.GetString(session.Reader.Line.Span);
        Failure = status switch
        {
            LineStatus.Line when line == "*" => Cancelled,
            LineStatus.Line when line.Length == 0 || AuthVerb.IsResponse(line) => null,
            LineStatus.Line => Malformed,
            LineStatus.TooLong => TooLong,
            LineStatus.Closed => throw new IOException("the client closed the connection during authentication"),
            LineStatus.Interrupted => SessionReplies.TimedOut,
            LineStatus.Endless or LineStatus.BareLineFeed or LineStatus.OtherProtocol => SessionReplies.Of(status),
            _ => throw new InvalidOperationException(),
        };
        session.IsEnding |= status is not (LineStatus.Line or LineStatus.TooLong);
        return Failure is null ? line : null;
    }
}
