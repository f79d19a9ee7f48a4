using MailGate.Mail.Dns;

namespace MailGate.Cli.Authentication;

/// <summary>What a check runs with: the DNS and the clock that the command line asked for.</summary>
internal sealed class LookupSession(IDnsResolver resolver, TimeProvider time) : IAsyncDisposable
{
    public RecordingResolver Resolver { get; } = new(resolver);

    public TimeProvider Time { get; } = time;

    public DateTimeOffset Now => Time.GetUtcNow();

    public ValueTask DisposeAsync() => resolver is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
