using System.Globalization;
using System.Text;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Transport;

namespace MailGate.Cli;

/// <summary>Sends the messages of a <see cref="SendRequest"/> and prints what comes of it: every reply for one message, refusals and a summary for many.</summary>
internal sealed class SendRun(SendRequest request, OutgoingMessage message, Output output, TimeProvider time) : IDownstreamObserver
{
    private readonly Lock _lock = new();
    private int _next;
    private int _sent;
    private int _failed;

    private bool IsVerbose => request.Count == 1 && !output.Json;

    /// <summary>True when every message was accepted for every recipient.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var deadlines = new DeadlineClock(time);
        var context = new DownstreamContext(new SocketConnector(), deadlines, time, this);
        long startedAt = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, request.Parallel).Select(_ => Task.Run(() => RunSessionsAsync(context, cancellationToken), cancellationToken)));
        double seconds = time.GetElapsedTime(startedAt).TotalSeconds;
        output.Write(new Summary(_sent, _failed, Math.Round(seconds, 3)), s => output.Line(string.Create(
            CultureInfo.InvariantCulture, $"{s.Sent} sent, {s.Failed} failed in {s.Seconds:0.00} s{(request.Count > 1 ? $", {request.Count / seconds:0} a second" : "")}")));
        return _failed == 0;
    }

    void IDownstreamObserver.OnConnected(DownstreamTarget target, TlsDescription? tls, TimeSpan elapsed)
    {
        if (IsVerbose && tls is not null)
        {
            output.Line($"== {tls.Version} {tls.CipherSuite}");
        }
    }

    void IDownstreamObserver.OnReply(DownstreamTarget target, DownstreamPhase phase, Reply reply, TimeSpan elapsed)
    {
        if (IsVerbose)
        {
            output.Line($"{phase,-8} <- {reply.ToString().Replace("\n", "\n            ", StringComparison.Ordinal)}");
        }
    }

    private async Task RunSessionsAsync(DownstreamContext context, CancellationToken cancellationToken)
    {
        while (TryTakeOne())
        {
            await using SmtpClientSession session = await SmtpClientSession.ConnectAsync(request.Target, request.Identity, context, cancellationToken);
            do
            {
                Note(await SendAsync(session, cancellationToken));
            }
            while (session.IsUsable && TryTakeOne());
        }
    }

    private bool TryTakeOne() => Interlocked.Increment(ref _next) <= request.Count;

    private Task<SmtpSendResult> SendAsync(SmtpClientSession session, CancellationToken cancellationToken)
    {
        EhloKeywords offered = session.Keywords;
        bool isUtf8 = !Ascii.IsValid(request.From) || request.To.Any(to => !Ascii.IsValid(to));
        var parameters = new MailParameters
        {
            Size = offered.Has(Extensions.Size) ? message.Length : null,
            Body = message.IsEightBit && offered.Has(Extensions.EightBitMime) ? BodyType.EightBitMime : BodyType.Unspecified,
            SmtpUtf8 = isUtf8 && offered.Has(Extensions.SmtpUtf8),
        };
        return session.SendAsync(
            new MailCommand(request.From, parameters), [.. request.To.Select(to => new RcptCommand(to, RcptParameters.None))], message, cancellationToken);
    }

    private void Note(SmtpSendResult result)
    {
        Interlocked.Increment(ref result.IsComplete ? ref _sent : ref _failed);
        if (result.IsComplete || output.Json)
        {
            return;
        }

        // One by one, so that the lines of parallel sessions do not mix.
        lock (_lock)
        {
            for (int i = 0; i < result.Recipients.Count; i++)
            {
                if (!result.Recipients[i].IsPositive)
                {
                    output.Error($"{request.To[i]}: {result.Recipients[i]}");
                }
            }

            foreach (DownstreamOutcome failure in result.Deliveries.Prepend(result.Outcome).Where(o => !o.IsPositive && !result.Recipients.Contains(o)).Distinct())
            {
                output.Error(failure.ToString());
            }
        }
    }

    private sealed record Summary(int Sent, int Failed, double Seconds);
}
