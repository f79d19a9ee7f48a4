using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Reputation;

namespace MailGate.Filtering.Checks;

/// <summary>Counts how often a key was seen. A key is counted once in a transaction, at the first stage whose rules ask for it.</summary>
internal sealed class RateCheck : ICheck
{
    public string Name => "rate";

    public Stage Stage => Stage.Connect;

    public async ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken)
    {
        foreach (FactCall call in findings.Questions)
        {
            if (call.Arguments is not [{ Kind: FactKind.String } kind, { Kind: FactKind.String } value, { Kind: FactKind.String } window]
                || ParseWindow(window.AsString) is not { } length)
            {
                findings.NoteTrouble($"{call} has no window between 1s and 31d");
                continue;
            }

            // Letter case is the sender's to choose, and no way around a limit.
            RateKey key = new(kind.AsString, value.AsString.ToLowerInvariant(), length);
            findings.Answer(call, FactValue.Of(await context.Environment.Reputation.CountAsync(key, cancellationToken)));
        }
    }

    /// <summary>Reads a window such as <c>10m</c>, <c>1h30m</c> or <c>7d</c>; null when it is none or out of bounds.</summary>
    public static TimeSpan? ParseWindow(string text)
    {
        TimeSpan window;
        if (text.Length > 1 && text[^1] == 'd' && int.TryParse(text.AsSpan(0, text.Length - 1), out int days))
        {
            window = TimeSpan.FromDays(Math.Clamp(days, 0, 1000));
        }
        else if (FactTime.TryParseDuration(text, out FactValue duration))
        {
            window = TimeSpan.FromTicks(duration.DurationNanoseconds / TimeSpan.NanosecondsPerTick);
        }
        else
        {
            return null;
        }

        return window >= RateKey.MinWindow && window <= RateKey.MaxWindow ? window : null;
    }
}
