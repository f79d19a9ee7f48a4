using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailGate.Smtp.Transport;
using MailGate.Tests.Common.Smtp;

namespace MailGate.Tests.Common;

/// <summary>
/// A scripted downstream: by itself it accepts everything; for a verb it can be told to refuse, stall, talk nonsense or hang up. It is reached in memory,
/// as a connector, or over loopback after <see cref="Listen"/>. It notes what it is sent and whether CR or LF ever stood alone.
/// </summary>
public sealed class FakeDownstream : IConnector, IAsyncDisposable
{
    /// <summary>Name of the turn before the client has said anything.</summary>
    public const string Greeting = "GREETING";

    /// <summary>Name of the turn after the final dot.</summary>
    public const string Dot = ".";

    private readonly ConcurrentDictionary<string, Queue<FakeAnswer>> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FakeDownstreamSession> _sessions = [];
    private readonly List<Task> _running = [];
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _listener;

    /// <summary>The keywords in the reply to EHLO, one an entry.</summary>
    public List<string> Keywords { get; } = ["PIPELINING", "SIZE 10485760", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"];

    /// <summary>True: speaks LMTP, a reply for each recipient.</summary>
    public bool IsLmtp { get; init; }

    /// <summary>The certificate for STARTTLS.</summary>
    public static X509Certificate2 Certificate { get; } = TestCertificate.Create("downstream.test");

    /// <summary>When set connections fail with it.</summary>
    public Exception? ConnectFailure { get; set; }

    /// <summary>True: connections are never answered.</summary>
    public bool StallsAtConnect { get; set; }

    /// <summary>The sessions so far.</summary>
    public IReadOnlyList<FakeDownstreamSession> Sessions
    {
        get
        {
            lock (_lock)
            {
                return [.. _sessions];
            }
        }
    }

    /// <summary>The messages of all sessions.</summary>
    public IReadOnlyList<FakeMessage> Messages => [.. Sessions.SelectMany(s => s.Messages)];

    /// <summary>Sets the answers to a verb; the last one stays.</summary>
    public FakeDownstream On(string verb, params FakeAnswer[] answers)
    {
        _answers[verb] = new Queue<FakeAnswer>(answers);
        return this;
    }

    /// <summary>Sets the replies to a verb; the last one stays.</summary>
    public FakeDownstream On(string verb, params string[] replies) => On(verb, [.. replies.Select(FakeAnswer.Reply)]);

    /// <summary>Accepts everything from now on.</summary>
    public void Heal() => _answers.Clear();

    /// <summary>Lets every answer made with <see cref="FakeAnswer.Late"/> go.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Listens on a free port of loopback and gives it.</summary>
    public IPEndPoint Listen()
    {
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Start(AcceptAsync(_listener));
        return (IPEndPoint)_listener.LocalEndPoint!;
    }

    public async ValueTask<SmtpConnection> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (ConnectFailure is not null)
        {
            throw ConnectFailure;
        }

        if (StallsAtConnect)
        {
            NoteStall();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        (InMemoryDuplex client, InMemoryDuplex server) = InMemoryDuplex.CreatePair();
        Serve(SmtpConnection.FromStream(server));
        return SmtpConnection.FromStream(client);
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        _listener?.Dispose();
        foreach (FakeDownstreamSession session in Sessions)
        {
            session.Abort();
        }

        Task[] running;
        lock (_lock)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
    }

    /// <summary>Completes when a session has come to an answer that stalls or is held back.</summary>
    public Task Stalled => _stalled.Task;

    internal Task Released => _released.Task;

    internal void NoteStall() => _stalled.TrySetResult();

    internal FakeAnswer? Next(string verb)
    {
        if (!_answers.TryGetValue(verb, out Queue<FakeAnswer>? answers))
        {
            return null;
        }

        lock (answers)
        {
            return answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                Serve(SmtpConnection.FromSocket(await listener.AcceptAsync()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(SmtpConnection connection)
    {
        var session = new FakeDownstreamSession(this, connection);
        lock (_lock)
        {
            _sessions.Add(session);
        }

        Start(session.RunAsync());
    }

    private void Start(Task task)
    {
        lock (_lock)
        {
            _running.Add(task);
        }
    }
}
