using System.Collections.Concurrent;
using MailGate.Smtp.Client;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Tests.Client;

/// <summary>Notes what it hears.</summary>
internal sealed class RecordingObserver : IDownstreamObserver
{
    private readonly TaskCompletionSource<(string TransactionId, DownstreamOutcome Outcome)> _late = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<string> Events { get; } = new();

    /// <summary>The first late reply.</summary>
    public Task<(string TransactionId, DownstreamOutcome Outcome)> Late => _late.Task;

    public void OnConnected(DownstreamTarget target, TlsDescription? tls, TimeSpan elapsed) => Events.Enqueue($"connected {target} {tls?.Version ?? "clear"}");

    public void OnDisconnected(DownstreamTarget target) => Events.Enqueue($"disconnected {target}");

    public void OnFailure(DownstreamTarget target, DownstreamOutcome outcome) => Events.Enqueue($"failure {outcome.Phase} {outcome.Kind}");

    public void OnLateReply(DownstreamTarget target, string transactionId, DownstreamOutcome outcome) => _late.TrySetResult((transactionId, outcome));

    public void OnHealthChanged(DownstreamTarget target, bool isUp) => Events.Enqueue($"{target} {(isUp ? "up" : "down")}");

    public void OnParametersDropped(DownstreamTarget target, string transactionId, DroppedParameters dropped) => Events.Enqueue($"dropped {dropped}");
}
