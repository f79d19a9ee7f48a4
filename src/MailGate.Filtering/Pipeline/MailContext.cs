using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Addresses;
using MailGate.Mail.Authentication;
using MailGate.Mail.Messages.Mime;

namespace MailGate.Filtering.Pipeline;

/// <summary>
/// What is known about one transaction, or about a connection before its first: what the session said, the facts found so far, and what several
/// checks share, each worked out once when the first of them asks. The session drives it from one thread at a time; checks only read it.
/// </summary>
public sealed class MailContext
{
    private readonly ClientAuthentication _clientAuthentication;
    private readonly List<Mailbox> _recipients = [];
    private readonly HashSet<string> _ranChecks;
    private readonly CancellationToken _aborted;

    /// <summary>A connection that was just opened.</summary>
    /// <param name="id">The id under which this shows in logs and replies.</param>
    /// <param name="aborted">Cancelled when nobody waits for an answer any more.</param>
    public MailContext(MailEnvironment environment, MailClient client, string id, CancellationToken aborted)
        : this(environment, client, id, new FactSet(), [], environment.Authentication.ForClient(client.Address, aborted), aborted) =>
        SessionFacts.SetClient(Facts, client);

    private MailContext(
        MailEnvironment environment,
        MailClient client,
        string id,
        FactSet facts,
        HashSet<string> ranChecks,
        ClientAuthentication clientAuthentication,
        CancellationToken aborted)
    {
        Environment = environment;
        Client = client;
        Id = id;
        Facts = facts;
        _ranChecks = ranChecks;
        _clientAuthentication = clientAuthentication;
        _aborted = aborted;
        Authentication = clientAuthentication.ForMail("", "");
    }

    public MailEnvironment Environment { get; }

    public MailClient Client { get; private init; }

    public string Id { get; }

    /// <summary>What the client called itself; empty before EHLO or HELO.</summary>
    public string HeloName { get; private set; } = "";

    /// <summary>Null before MAIL FROM.</summary>
    public MailEnvelope? Envelope { get; private init; }

    /// <summary>The recipients accepted so far.</summary>
    public IReadOnlyList<Mailbox> Recipients => _recipients;

    /// <summary>The recipient being answered, at stage rcpt.</summary>
    public Mailbox? Recipient { get; private set; }

    /// <summary>The message, once it has been received.</summary>
    public MessageAnalysis? Message { get; private set; }

    /// <summary>What is known. Checks read it; the runner alone writes into it.</summary>
    public FactSet Facts { get; }

    /// <summary>SPF, DKIM and their kin, each worked out once.</summary>
    public MailAuthentication Authentication { get; private set; }

    /// <summary>Checks that ran for this transaction or its connection.</summary>
    public IReadOnlySet<string> RanChecks => _ranChecks;

    /// <summary>The score of the rules that hit at earlier stages.</summary>
    public double Score { get; internal set; }

    /// <summary>The client gave its name (again, after STARTTLS): what was found about the name before is forgotten.</summary>
    public MailContext WithHelo(MailClient client, string heloName)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(heloName);
        FactSet facts = Facts.Copy();
        foreach (Fact fact in facts.Schema.Facts)
        {
            if (fact.Stage >= Stage.Helo)
            {
                facts.Set(fact, FactValue.Missing);
            }
        }

        HashSet<string> ranChecks = [.. _ranChecks];
        ranChecks.RemoveWhere(name => Checks.CheckCatalog.Find(name)?.Stage >= Stage.Helo);
        MailContext context = new(Environment, client, Id, facts, ranChecks, _clientAuthentication, _aborted) { HeloName = heloName };
        SessionFacts.SetClient(facts, client);
        SessionFacts.SetHelo(facts, heloName);
        context.Authentication = _clientAuthentication.ForMail(heloName, "");
        return context;
    }

    /// <summary>MAIL FROM begins a transaction: it has the connection's facts, and nothing of it comes back to the connection (ATTACKS A06).</summary>
    public MailContext BeginMail(MailEnvelope envelope, string id)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        MailContext context = new(Environment, Client, id, Facts.Copy(), [.. _ranChecks], _clientAuthentication, _aborted)
        {
            HeloName = HeloName,
            Envelope = envelope,
            Score = Score,
        };
        SessionFacts.SetEnvelope(context.Facts, envelope);
        SessionFacts.SetRecipients(context.Facts, []);
        context.Authentication = _clientAuthentication.ForMail(HeloName, envelope.ReversePath.Mailbox is { } mailbox ? SessionFacts.AddressOf(mailbox) : "");
        return context;
    }

    /// <summary>A RCPT TO was read: it is the one that stage rcpt is about.</summary>
    public void BeginRecipient(Mailbox recipient)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        Recipient = recipient;
        SessionFacts.SetRecipient(Facts, recipient);
    }

    /// <summary>The recipient was answered.</summary>
    /// <param name="accepted">True when it is one of the message's recipients now.</param>
    public void EndRecipient(bool accepted)
    {
        if (accepted && Recipient is { } recipient)
        {
            _recipients.Add(recipient);
            SessionFacts.SetRecipients(Facts, _recipients);
        }

        Recipient = null;
        SessionFacts.SetRecipient(Facts, null);
    }

    /// <summary>The message has been received.</summary>
    /// <param name="message">What was found while it streamed in, completed.</param>
    /// <param name="octets">The message, to be read where content checks need it; readable as long as this context is used.</param>
    public void SetMessage(MessageAnalysis message, IMessageBytes octets)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.SetOctets(octets);
        Message = message;
        SessionFacts.SetMessage(Facts, message);
        if (message.Header is { } header)
        {
            Authentication.SetMessage(header, message.Verifier);
        }
    }

    internal void MarkRan(string check) => _ranChecks.Add(check);
}
