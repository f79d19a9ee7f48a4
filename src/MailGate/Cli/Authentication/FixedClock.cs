namespace MailGate.Cli.Authentication;

/// <summary>A clock that always shows the time of <c>--time</c>; time limits go by the real one.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
