using MailGate.Filtering.Pipeline;

namespace MailGate.Filtering.Scoring;

/// <summary>Says how likely a message is spam. One object serves all messages at once.</summary>
public interface ISpamModel
{
    /// <summary>Reads the content (<see cref="MessageAnalysis.Content"/> is not null) and the authentication of the message. Does not throw for what is in it.</summary>
    ValueTask<SpamScore> ScoreAsync(MailContext context, CancellationToken cancellationToken);
}
