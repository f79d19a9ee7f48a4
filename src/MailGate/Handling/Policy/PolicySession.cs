using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rules;
using MailGate.Mail.Addresses;
using MailGate.Observability.Tracing;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Handling.Policy;

/// <summary>The rules' side of one session: stage by stage, what they make of it.</summary>
internal sealed class PolicySession(PolicyEngine engine, RelayPolicy relay, PolicyMetrics metrics, TimeProvider time) : IDisposable
{
    // A delay holds a client, not a thread; beyond this it only invites time-outs.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    // A client may say EHLO as often as it is allowed commands; its connection and two greetings, one before and one after STARTTLS, are what is of interest.
    private const int MostUntold = 3;

    /// <summary>The reply to a recipient whose mail is treated otherwise than that of those before it.</summary>
    public static readonly Reply DifferentTreatment = Reply.Of(ReplyCode.InsufficientStorage, 5, 3, "Send this recipient in another transaction");

    // Stages connect and helo, to be told of in the trace of the transaction that follows.
    private List<(StageResult Result, DateTimeOffset End)>? _untold;

    private MailContext? _connection;
    private MailContext? _mail;
    private MessageAnalysis? _analysis;

    /// <summary>The transaction's context, while there is one.</summary>
    public MailContext? Mail => _mail;

    /// <summary>Stage connect: null to greet.</summary>
    public async ValueTask<Reply?> ConnectAsync(SessionInfo session)
    {
        _connection = engine.Begin(ClientOf(session), session.Id);
        return await JudgeAsync(_connection, Stage.Connect);
    }

    /// <summary>Stage helo.</summary>
    public async ValueTask<Reply?> HelloAsync(SessionInfo session)
    {
        _connection = _connection!.WithHelo(ClientOf(session), session.HeloName ?? "");
        return await JudgeAsync(_connection, Stage.Helo);
    }

    /// <summary>Stage mail.</summary>
    public async ValueTask<Reply?> MailAsync(SessionInfo session, Transaction transaction)
    {
        if (_connection!.Client.Login != session.Login)
        {
            _connection = _connection.WithHelo(ClientOf(session), session.HeloName ?? "");
        }

        _untold?.ForEach(stage => TransactionSpans.Stage(stage.Result, stage.End));
        _untold = null;
        _mail = _connection.BeginMail(
            new MailEnvelope(transaction.ReversePath)
            {
                DeclaredSize = transaction.Parameters.Size ?? 0,
                Body = transaction.Parameters.Body switch
                {
                    BodyType.SevenBit => "7bit",
                    BodyType.EightBitMime => "8bitmime",
                    BodyType.Unspecified => "",
                    _ => throw new ArgumentOutOfRangeException(nameof(transaction)),
                },
                IsSmtpUtf8 = transaction.Parameters.SmtpUtf8,
                EnvelopeId = transaction.Parameters.EnvelopeId ?? "",
            },
            transaction.Id);
        return await JudgeAsync(_mail, Stage.Mail);
    }

    /// <summary>Stage rcpt; <see cref="EndRecipient"/> follows, whatever the answer.</summary>
    public async ValueTask<Reply?> RcptAsync(Mailbox recipient)
    {
        _mail!.BeginRecipient(recipient);
        Reply? refusal = await JudgeAsync(_mail, Stage.Rcpt);
        // One copy of the message leaves: who must get another one waits for a transaction of its own (RFC 5321 §4.5.3.1.10).
        return refusal ?? (_mail.PendingRecipient is { } pending && !_mail.Recipients.All(other => CanShare(pending, other)) ? DifferentTreatment : null);
    }

    private bool CanShare(MailRecipient one, MailRecipient other) => one.IsTreatedLike(other) || (engine.JoinsRecipients && one.CanBeJoinedWith(other));

    /// <summary>The effects of the rules so far that concern the recipient: of the connection, of MAIL FROM, and its own.</summary>
    public IEnumerable<MessageEffect> RecipientEffects =>
        _mail!.Results.Where(result => result.Verdict.Stage < Stage.Rcpt).SelectMany(result => result.Verdict.Effects).Concat(_mail.PendingRecipient?.Verdict?.Effects ?? []);

    /// <summary>The recipient was answered.</summary>
    public void EndRecipient(bool accepted) => _mail?.EndRecipient(accepted);

    /// <summary>What is to see the message while it comes in.</summary>
    public IDataSink Observe()
    {
        _analysis = engine.Pipeline.BeginMessage(_mail!, engine.Signing.Request);
        return new AnalysisSink(_analysis);
    }

    /// <summary>Stage message.</summary>
    public async ValueTask<StageResult> MessageAsync(MessageSpool message)
    {
        _analysis!.Complete();
        _mail!.SetMessage(_analysis, new SpoolBytes(message));
        StageResult result = await engine.Pipeline.RunAsync(_mail, Stage.Message);
        TransactionSpans.Stage(result, time.GetUtcNow());
        metrics.Note(_mail, result);
        await DelayAsync(result.Verdict);
        return result;
    }

    /// <summary>The message that goes on.</summary>
    public ValueTask<(OutgoingMessage? Message, string? Problem)> ComposeAsync(Verdict verdict, byte[] received, MessageSpool spool) =>
        MessageComposer.ComposeAsync(engine, _mail!, verdict, received, spool, time.GetUtcNow());

    /// <summary>The transaction is over.</summary>
    public void EndMail()
    {
        _analysis?.Dispose();
        _analysis = null;
        _mail = null;
    }

    public void Dispose() => EndMail();

    private async ValueTask<Reply?> JudgeAsync(MailContext context, Stage stage)
    {
        StageResult result = await engine.Pipeline.RunAsync(context, stage);
        if (context.Envelope is not null)
        {
            TransactionSpans.Stage(result, time.GetUtcNow());
        }
        else if (TransactionSpans.MayBeTraced && (_untold ??= []).Count < MostUntold)
        {
            _untold.Add((result, time.GetUtcNow()));
        }

        metrics.Note(context, result);
        await DelayAsync(result.Verdict);
        return VerdictReply.RefusalOf(result.Verdict);
    }

    private async ValueTask DelayAsync(Verdict verdict)
    {
        TimeSpan delay = TimeSpan.Zero;
        foreach (MessageEffect effect in verdict.Effects)
        {
            delay += effect is MessageEffect.Delay wanted ? wanted.Time : TimeSpan.Zero;
        }

        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay < LongestDelay ? delay : LongestDelay, time);
        }
    }

    private MailClient ClientOf(SessionInfo session) => new()
    {
        Address = session.Client.Address,
        Port = session.Client.Port,
        Listener = session.Listener.Name,
        IsTrusted = relay.MayRelay(session),
        TlsVersion = session.Tls?.Version ?? "",
        Login = session.Login,
    };
}
