using System.Globalization;
using System.Text;
using MailGate.Observability.History;

namespace MailGate.Admin;

/// <summary>
/// <c>/events</c>: server-sent events that say that there are new transactions, at most one a second. The page then loads itself anew, so that there is
/// one way in which anything is shown.
/// </summary>
internal sealed class LiveEvents(TransactionHistory history, TimeProvider time) : IDisposable
{
    private const int MaxStreams = 50;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping = new();
    private int _streams;

    public async Task StreamAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _streams) > MaxStreams)
        {
            Interlocked.Decrement(ref _streams);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            context.Response.ContentType = "text/event-stream";
            // nginx would collect events until its buffer is full.
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await SendAsync(context, "retry: 3000\n\n", ended.Token);
            await TellAsync(context, history.Last, ended.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The browser has left, or we stop.
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    /// <summary>Ends all streams.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    private static async Task SendAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }

    private async Task TellAsync(HttpContext context, long last, CancellationToken cancellationToken)
    {
        Task? next = null;
        while (true)
        {
            next ??= history.WaitAsync(last, cancellationToken);
            try
            {
                await next.WaitAsync(Heartbeat, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                await SendAsync(context, ": still here\n\n", cancellationToken);
                continue;
            }

            next = null;
            last = history.Last;
            await SendAsync(context, string.Create(CultureInfo.InvariantCulture, $"event: transactions\ndata: {last}\n\n"), cancellationToken);
            await Task.Delay(Pace, time, cancellationToken);
        }
    }
}
