using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>
/// Decides what a session replies. One object a session; calls come one at a time. A handler that throws costs the client a 451, never its mail.
/// </summary>
public interface IMailHandler : IAsyncDisposable
{
    /// <summary>What to advertise now.</summary>
    EhloOffer Offer { get; }

    /// <summary>A client has connected: null to greet it, or the refusal that ends the session (421 or 554).</summary>
    ValueTask<Reply?> OnConnectAsync(SessionInfo session, CancellationToken cancellationToken);

    /// <summary>EHLO or HELO, its argument already checked for syntax: null to go on, or the refusal.</summary>
    ValueTask<Reply?> OnHelloAsync(SessionInfo session, CancellationToken cancellationToken);

    /// <summary>A SASL exchange, over TLS.</summary>
    ValueTask<AuthenticationOutcome> OnAuthAsync(SessionInfo session, IAuthenticationDialogue dialogue, CancellationToken cancellationToken);

    /// <summary>A transaction begins: null to accept the reverse-path, or the refusal, after which there is no transaction.</summary>
    ValueTask<Reply?> OnMailAsync(SessionInfo session, Transaction transaction, CancellationToken cancellationToken);

    /// <summary>A recipient: any reply; on a positive one it joins <see cref="Transaction.Recipients"/>.</summary>
    ValueTask<Reply> OnRcptAsync(SessionInfo session, Transaction transaction, Recipient recipient, CancellationToken cancellationToken);

    /// <summary>DATA or the first BDAT with at least one recipient: null to let the message come, or the refusal.</summary>
    ValueTask<Reply?> OnDataAsync(SessionInfo session, Transaction transaction, CancellationToken cancellationToken);

    /// <summary>Called once before the first octet of a message: what is to see the octets as they come in, or null.</summary>
    IDataSink? Observe(SessionInfo session, Transaction transaction);

    /// <summary>
    /// The whole message is here. The reply goes to the client as it is: a positive one says that somebody else has the message now
    /// (RFC 5321 §6.1).
    /// </summary>
    ValueTask<Reply> OnMessageAsync(SessionInfo session, Transaction transaction, MessageSpool message, CancellationToken cancellationToken);

    /// <summary>The transaction is over; nothing of it may be kept. <paramref name="lastReply"/> is the last reply given in it.</summary>
    ValueTask OnTransactionEndAsync(SessionInfo session, Transaction transaction, TransactionEnd end, Reply? lastReply);
}
