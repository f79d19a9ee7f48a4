using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Tests.Common.Smtp;

/// <summary>A handler that takes mail for local.example and keeps what it took, to see what a session lets through.</summary>
public sealed class RecordingHandler : IMailHandlerFactory
{
    private static readonly Domain Local = Domain.Parse("local.example");

    /// <summary>The messages taken, in order.</summary>
    public List<RecordedMessage> Messages { get; } = [];

    /// <summary>How transactions ended, in order.</summary>
    public List<TransactionEnd> Ends { get; } = [];

    /// <summary>What is advertised.</summary>
    public EhloOffer Offer { get; set; } = new(
        Extensions.EightBitMime | Extensions.SmtpUtf8 | Extensions.Chunking | Extensions.Dsn | Extensions.RequireTls | Extensions.Auth, "PLAIN LOGIN");

    /// <summary>The reply to each message; an exception stands for a handler that fails.</summary>
    public Func<Reply> OnMessage { get; set; } = () => Reply.Of(ReplyCode.Ok, 0, 0, "taken");

    /// <summary>What each session has learnt of its client when a transaction begins.</summary>
    public List<string> Clients { get; } = [];

    public IMailHandler Create(IClientPresence client) => new Session(this);

    private sealed class Session(RecordingHandler owner) : IMailHandler
    {
        public EhloOffer Offer => owner.Offer;

        public ValueTask<Reply?> OnConnectAsync(SessionInfo session, CancellationToken cancellationToken) => default;

        public ValueTask<Reply?> OnHelloAsync(SessionInfo session, CancellationToken cancellationToken) => default;

        public async ValueTask<AuthenticationOutcome> OnAuthAsync(SessionInfo session, IAuthenticationDialogue dialogue, CancellationToken cancellationToken)
        {
            string? response = dialogue.InitialResponse ?? await dialogue.ChallengeAsync("", cancellationToken);
            return response == "AGEAYg=="
                ? new AuthenticationOutcome(Reply.Of(ReplyCode.AuthenticationSucceeded, 7, 0, "Welcome"), "a")
                : new AuthenticationOutcome(Reply.Of(ReplyCode.AuthenticationFailed, 7, 8, "Wrong"), null);
        }

        public ValueTask<Reply?> OnMailAsync(SessionInfo session, Transaction transaction, CancellationToken cancellationToken)
        {
            lock (owner.Messages)
            {
                owner.Clients.Add($"{session.Client.Address} {session.HeloName} {session.WithProtocol(transaction.Parameters.SmtpUtf8)} {session.Login}".TrimEnd());
            }

            return default;
        }

        public ValueTask<Reply> OnRcptAsync(SessionInfo session, Transaction transaction, Recipient recipient, CancellationToken cancellationToken)
        {
            Mailbox mailbox = recipient.Path.Mailbox;
            bool isLocal = mailbox.Domain is null ? mailbox.IsPostmaster : mailbox.Domain.Equals(Local);
            bool isKnown = !mailbox.LocalPart.StartsWith("unknown", StringComparison.Ordinal);
            return new ValueTask<Reply>(!isLocal ? Reply.Of(ReplyCode.MailboxUnavailable, 7, 1, "Relaying denied")
                : !isKnown ? Reply.Of(ReplyCode.MailboxUnavailable, 1, 1, "No such user")
                : Reply.Of(ReplyCode.Ok, 1, 5, "Recipient OK"));
        }

        public ValueTask<Reply?> OnDataAsync(SessionInfo session, Transaction transaction, CancellationToken cancellationToken) => default;

        public IDataSink? Observe(SessionInfo session, Transaction transaction) => null;

        public async ValueTask<Reply> OnMessageAsync(SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken)
        {
            MemoryStream copy = new();
            await foreach (ReadOnlyMemory<byte> block in message.ReadBlocksAsync(cancellationToken))
            {
                copy.Write(block.Span);
            }

            Reply reply = owner.OnMessage();
            lock (owner.Messages)
            {
                owner.Messages.Add(new RecordedMessage(
                    transaction.ReversePath.ToString(), [.. transaction.Recipients.Select(r => r.Path.ToString())], copy.ToArray()));
            }

            return reply;
        }

        public ValueTask OnTransactionEndAsync(SessionInfo session, Transaction transaction, TransactionEnd end, Reply? lastReply)
        {
            lock (owner.Messages)
            {
                owner.Ends.Add(end);
            }

            return default;
        }

        public ValueTask DisposeAsync() => default;
    }
}
