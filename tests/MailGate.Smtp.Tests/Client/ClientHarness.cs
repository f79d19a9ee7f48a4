using System.Text;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;
using MailGate.Tests.Common;

namespace MailGate.Smtp.Tests.Client;

/// <summary>A fake downstream, a clock that stands still and a recording observer, wired together.</summary>
internal sealed class ClientHarness : IAsyncDisposable
{
    public static readonly MailCommand Mail = new("a@client.test", MailParameters.None);
    public static readonly RcptCommand Rcpt = new("b@example.com", RcptParameters.None);

    private readonly DeadlineClock _deadlines;

    public ClientHarness(FakeDownstream? downstream = null)
    {
        Downstream = downstream ?? new FakeDownstream();
        _deadlines = new DeadlineClock(Time);
        Context = new DownstreamContext(Downstream, _deadlines, Time, Observer);
        Target = new DownstreamTarget { Host = "downstream.test", Port = 25, HeloName = "gate.test", Protocol = Downstream.IsLmtp ? DownstreamProtocol.Lmtp : DownstreamProtocol.Smtp };
    }

    public FakeDownstream Downstream { get; }

    public ManualTimeProvider Time { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public DownstreamContext Context { get; }

    public DownstreamTarget Target { get; set; }

    public FakeDownstreamSession Session => Downstream.Sessions[^1];

    /// <summary>A message from text with LF line ends.</summary>
    public static IMessageContent Message(string text) => new TestContent(Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n")));

    /// <summary>Connects, which must succeed.</summary>
    public async Task<DownstreamConnection> ConnectAsync(ClientIdentity? identity = null)
    {
        DownstreamConnectResult result = await ConnectResultAsync(identity);
        return result.Connection ?? throw new InvalidOperationException(result.Outcome.ToString());
    }

    /// <summary>Connects.</summary>
    public Task<DownstreamConnectResult> ConnectResultAsync(ClientIdentity? identity = null) =>
        RunAsync(DownstreamConnection.ConnectAsync(Target, identity, Context, CancellationToken.None));

    /// <summary>Sends a message: the first outcome that is not positive, or the last.</summary>
    public async Task<DownstreamOutcome> SendAsync(DownstreamConnection connection, IMessageContent? content = null, Func<bool>? isClientGone = null)
    {
        connection.StartTransaction(Mail, "id1", connection.Identity);
        DownstreamOutcome outcome = await RunAsync(connection.RcptAsync(Rcpt, CancellationToken.None));
        return outcome.IsPositive ? await RunAsync(connection.DataAsync(content ?? Message("Subject: x\n\nhello\n"), isClientGone, CancellationToken.None)) : outcome;
    }

    /// <summary>Waits for the work. When the downstream has stalled, and only then, the clock moves on: a work without a deadline fails the test.</summary>
    public async Task<T> RunAsync<T>(ValueTask<T> work)
    {
        Task<T> task = work.AsTask();
        await Task.WhenAny(task, Downstream.Stalled).WaitAsync(TimeSpan.FromMinutes(1));
        return await AdvanceAsync(task);
    }

    /// <summary>Moves the clock on, a second at a time, until the work is done.</summary>
    public async Task<T> AdvanceAsync<T>(Task<T> work)
    {
        for (int seconds = 0; !work.IsCompleted; seconds++)
        {
            if (seconds > 1_000_000)
            {
                throw new TimeoutException("no deadline ends this");
            }

            Time.Advance(TimeSpan.FromSeconds(1));
            // Real time too, so that what a deadline sets off is done before the next one is reached, on a busy machine as well.
            await Task.WhenAny(work, Task.Delay(1));
        }

        return await work;
    }

    public async ValueTask DisposeAsync()
    {
        await Downstream.DisposeAsync();
        _deadlines.Dispose();
    }
}
