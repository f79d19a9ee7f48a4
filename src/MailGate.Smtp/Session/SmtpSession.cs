using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session.Verbs;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>
/// One client's session: the only place that reads commands, writes replies, counts errors and sets deadlines. Verbs answer, the handler decides.
/// </summary>
public sealed class SmtpSession : IClientPresence
{
    // RFC 3207 §4.2: what the client said before TLS is forgotten, so it is in one object that is replaced.
    private SessionState _state = SessionState.Connected;

    private readonly SmtpServerContext _server;
    private readonly CommandReader _reader;
    private readonly SessionGuard _guard;
    private readonly CancellationTokenSource _cut = new();
    private volatile string? _interruption;
    private int _transactions;
    private string? _endedTransaction;
    private long _messageEndedAt;

    internal SmtpSession(SmtpServerContext server, SmtpListenerSettings settings, SmtpConnection connection, SessionInfo info)
    {
        _server = server;
        Settings = settings;
        Connection = connection;
        Info = info;
        _reader = new CommandReader(connection);
        _guard = new SessionGuard(settings.Limits);
        Deadline = server.Deadlines.Create(OnDeadline);
        Handler = server.Handlers.Create(this);
    }

    /// <inheritdoc/>
    // A client that closes its side within moments of its last octet may be waiting for the reply; one that does so later has given up.
    public bool IsGone => Connection.Presence switch
    {
        PeerPresence.Connected => false,
        PeerPresence.Gone => true,
        PeerPresence.FinishedSending => _server.Time.GetElapsedTime(_messageEndedAt) > HalfCloseGrace,
        _ => throw new InvalidOperationException(),
    };

    internal static TimeSpan HalfCloseGrace { get; } = TimeSpan.FromSeconds(2);

    internal SmtpListenerSettings Settings { get; }

    internal SmtpConnection Connection { get; }

    internal SessionInfo Info { get; }

    internal IMailHandler Handler { get; }

    internal Deadline Deadline { get; }

    /// <summary>Cancelled when the session is cut: what others are asked for its mail is then of no more use.</summary>
    internal CancellationToken Cut => _cut.Token;

    internal ISessionObserver Observer => _server.Observer;

    internal SpoolBudget Budget => _server.Budget;

    internal Transaction? Transaction { get; private set; }

    /// <summary>The chunks received so far, between BDAT commands.</summary>
    internal MessageReceiver? Chunks { get; set; }

    /// <summary>True when the session ends after the reply that is being made.</summary>
    internal bool IsEnding { get; set; }

    /// <summary>Work that must follow the flushed reply of a command: the handshake of STARTTLS.</summary>
    internal Func<ValueTask>? AfterReply { get; set; }

    /// <summary>True when the reply that is being made has already been written.</summary>
    internal bool IsReplySent { get; set; }

    /// <summary>The largest message that can be taken: our limit, or that of the server behind.</summary>
    internal long MaxMessageOctets => Handler.Offer.MaxMessageOctets is { } offered and > 0 ? Math.Min(offered, Settings.Limits.MaxMessageOctets)
        : Settings.Limits.MaxMessageOctets;

    internal CommandReader Reader => _reader;

    // The client did not ask for the end, so it may still be sending: a close now would reset the connection under our last reply.
    private bool IsRude { get; set; }

    // A transaction is over before its last reply is written, and that reply is what its client asks us about.
    private string Id => Transaction?.Id ?? _endedTransaction ?? Info.Id;

    /// <summary>Runs the session to its end. It does not throw.</summary>
    internal async Task RunAsync()
    {
        string reason = "error";
        try
        {
            Observer.OnSessionStarted(Info);
            reason = await ConverseAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException or ObjectDisposedException or OperationCanceledException)
        {
            reason = _interruption ?? "lost";
        }
        catch (Exception failure)
        {
            // A mistake of ours: the client gets no reply and tries again.
            Observer.OnFailure(Info, failure);
        }
        finally
        {
            await EndAsync(reason);
        }
    }

    /// <summary>Asks the session to end: at once when it is idle, after its transaction otherwise.</summary>
    internal void Drain()
    {
        if (_interruption is null)
        {
            _interruption = "drain";
            if (_state is SessionState.Connected or SessionState.Ready)
            {
                Connection.Input.CancelPendingRead();
            }
        }
    }

    /// <summary>Ends the session without a word, whatever it waits for: the client, or others on its behalf.</summary>
    internal void Abort()
    {
        _cut.Cancel();
        Connection.Abort();
    }

    internal void Write(Reply reply) => ReplyWriter.Write(Connection.Output, reply, Id);

    internal ValueTask<FlushResult> FlushAsync() => _reader.FlushAsync();

    internal Transaction BeginTransaction(Mail.Addresses.ReversePath path, MailParameters parameters) =>
        Transaction = new Transaction($"{Info.Id}.{++_transactions}", path, parameters, _server.Time.GetTimestamp());

    internal bool IsTransactionLimitReached => Settings.Limits.MaxTransactions > 0 && _transactions >= Settings.Limits.MaxTransactions;

    /// <summary>Drops the transaction, if there is one.</summary>
    internal async ValueTask EndTransactionAsync(TransactionEnd end, Reply? lastReply = null)
    {
        Transaction? transaction = Transaction;
        Chunks?.Dispose();
        Chunks = null;
        Transaction = null;
        if (transaction is not null)
        {
            _endedTransaction = transaction.Id;
            await Handler.OnTransactionEndAsync(Info, transaction, end, lastReply);
        }
    }

    /// <summary>The last octet of a message is here.</summary>
    internal void NoteMessageEnd()
    {
        _messageEndedAt = _server.Time.GetTimestamp();
        Deadline.Clear();
    }

    /// <summary>A message was taken over: the client has earned new credit.</summary>
    internal void NoteProgress() => _guard.Reset();

    /// <summary>Forgets what the client said, as after STARTTLS and XCLIENT; a greeting may follow.</summary>
    internal void ForgetClient()
    {
        Info.HeloName = null;
        Info.IsExtended = false;
        Info.Login = null;
        _state = SessionState.Connected;
    }

    /// <summary>Decides anew whether to greet the client, whom XCLIENT may have changed.</summary>
    internal async ValueTask<Reply> GreetAsync()
    {
        Reply? refusal = await Handler.OnConnectAsync(Info, Cut);
        if (refusal is null)
        {
            return new Reply(ReplyCode.ServiceReady, EnhancedStatusCode.None, $"{Settings.Hostname} ESMTP MailGate");
        }

        IsEnding = true;
        return refusal;
    }

    private async Task<string> ConverseAsync()
    {
        Deadline.Set(Settings.Limits.HandshakeTimeout);
        if (Settings.Tls == TlsMode.Implicit && !await Handshake.RunAsync(this))
        {
            return "tls";
        }

        if (Settings.IsPipeliningStrict && Connection.Presence == PeerPresence.Connected && Connection.HasUnreadOctets)
        {
            Write(SessionReplies.EarlyTalker);
            return "early_talker";
        }

        Deadline.Set(Settings.Limits.CommandTimeout);
        Write(await GreetAsync());
        while (!IsEnding)
        {
            if (_interruption == "drain" && Transaction is null)
            {
                Write(SessionReplies.ShuttingDown);
                return "drain";
            }

            Deadline.Set(Settings.Limits.CommandTimeout);
            LineStatus line = await _reader.ReadAsync(Settings.Limits.MaxCommandLineOctets);
            if (line == LineStatus.Closed)
            {
                return "closed";
            }

            if (line == LineStatus.Interrupted || (_interruption is not null && Transaction is null))
            {
                Write(_interruption == "timeout" ? SessionReplies.TimedOut : SessionReplies.ShuttingDown);
                return _interruption ?? "drain";
            }

            if (line != LineStatus.Line)
            {
                Reply refusal = SessionReplies.Of(line);
                IsEnding = line != LineStatus.TooLong;
                IsRude = IsEnding;
                Finish(Verb.Unknown, refusal, _server.Time.GetTimestamp());
                continue;
            }

            await AnswerAsync(CommandLine.Parse(_reader.Line));
        }

        return "quit";
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerAsync(CommandLine command)
    {
        long startedAt = _server.Time.GetTimestamp();
        Reply? reply = TransitionTable.Check(command.Verb, _state, out SessionState next);
        reply = command.HasControlOctets ? SessionReplies.ControlOctets : reply;
        if (Settings.IsPipeliningStrict && command.Verb is Verb.Ehlo or Verb.Helo or Verb.Noop && _reader.HasWaitingInput)
        {
            reply = SessionReplies.EarlyTalker;
            IsEnding = true;
        }

        if (reply is not null)
        {
            // A refused BDAT is followed by its chunk all the same (RFC 3030 §2).
            await BdatVerb.SkipChunkAsync(this, command);
            Finish(command.Verb, reply, startedAt);
            return;
        }

        // The client has said its part: the time that others take is theirs. A verb that reads on sets a time of its own.
        Deadline.Clear();
        try
        {
            reply = await VerbTable.HandleAsync(this, command);
        }
        catch (Exception failure) when (failure is not (IOException or SocketException or OperationCanceledException or ObjectDisposedException))
        {
            // Whatever went wrong with us is no verdict on the mail.
            Observer.OnFailure(Info, failure);
            await EndTransactionAsync(TransactionEnd.Refused, SessionReplies.InternalError);
            reply = SessionReplies.InternalError;
        }

        SessionState reached = reply.IsPositive ? next : _state;
        _state = Transaction is null && reached >= SessionState.InMail ? SessionState.Ready : reached;
        Finish(command.Verb, reply, startedAt);
        if (AfterReply is { } work)
        {
            AfterReply = null;
            await work();
        }
    }

    private void Finish(Verb verb, Reply reply, long startedAt)
    {
        Observer.OnReply(Info, verb, reply, _server.Time.GetTimestamp() - startedAt);
        if (IsReplySent)
        {
            IsReplySent = false;
        }
        else
        {
            Write(reply);
        }

        _endedTransaction = null;
        if (reply.Code == ReplyCode.ServiceNotAvailable)
        {
            IsEnding = true;
        }

        if (IsEnding && verb != Verb.Quit)
        {
            IsRude = true;
        }

        if (!IsEnding && _guard.Count(verb, reply) is { } ending)
        {
            Write(ending);
            IsEnding = IsRude = true;
        }

        if (!IsEnding && Settings.Limits.MaxSessionTime > TimeSpan.Zero && Transaction is null
            && _server.Time.GetElapsedTime(Info.StartedAt) > Settings.Limits.MaxSessionTime)
        {
            Write(SessionReplies.SessionTooLong);
            IsEnding = IsRude = true;
        }
    }

    // Runs on the timer's thread. The first time the session is asked to say goodbye; when it cannot even do that, it is cut.
    private void OnDeadline()
    {
        if (_interruption == "timeout")
        {
            Connection.Abort();
            return;
        }

        _interruption = "timeout";
        Deadline.Set(TimeSpan.FromSeconds(10));
        Connection.Input.CancelPendingRead();
    }

    private async ValueTask EndAsync(string reason)
    {
        try
        {
            await EndTransactionAsync(TransactionEnd.Aborted);
            Deadline.Set(TimeSpan.FromSeconds(10));
            await FlushAsync();
            if (reason is not ("closed" or "lost" or "error") && (reason != "quit" || IsRude || Connection.HasUnreadOctets))
            {
                await Farewell.ReadToEndAsync(Connection, Deadline);
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // Nobody is there to hear the goodbye.
        }
        catch (Exception failure)
        {
            Observer.OnFailure(Info, failure);
        }

        _reader.ReleaseBuffer();
        await Handler.DisposeAsync();
        await Connection.DisposeAsync();
        Deadline.Dispose();
        Observer.OnSessionEnded(Info, reason);
    }
}
