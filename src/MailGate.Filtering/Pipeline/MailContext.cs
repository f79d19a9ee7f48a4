using MailGate.Filtering.Checks;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
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
    private readonly List<MailRecipient> _recipients = [];
    private readonly HashSet<string> _ranChecks;
    private readonly List<StageResult> _results;
    private readonly CancellationToken _aborted;

    /// <summary>A connection that was just opened.</summary>
    /// <param name="id">The id under which this shows in logs and replies.</param>
    /// <param name="aborted">Cancelled when nobody waits for an answer any more.</param>
    public MailContext(MailEnvironment environment, MailClient client, string id, CancellationToken aborted)
        : this(environment, client, id, new FactSet(), [], [], environment.Authentication.ForClient(client.Address, aborted), aborted) =>
        SessionFacts.SetClient(Facts, client);

    private MailContext(
        MailEnvironment environment,
        MailClient client,
        string id,
        FactSet facts,
        HashSet<string> ranChecks,
        List<StageResult> results,
        ClientAuthentication clientAuthentication,
        CancellationToken aborted)
    {
        Environment = environment;
        Rules = environment.Rules();
        Client = client;
        Id = id;
        Facts = facts;
        _ranChecks = ranChecks;
        _results = results;
        _clientAuthentication = clientAuthentication;
        _aborted = aborted;
        Authentication = clientAuthentication.ForMail("", "");
    }

    public MailEnvironment Environment { get; }

    /// <summary>The rules that this transaction began with; it keeps them to its end.</summary>
    public RuleSet Rules { get; private init; }

    public MailClient Client { get; }

    public string Id { get; }

    /// <summary>What the client called itself; empty before EHLO or HELO.</summary>
    public string HeloName { get; private init; } = "";

    /// <summary>Null before MAIL FROM.</summary>
    public MailEnvelope? Envelope { get; private init; }

    /// <summary>The recipients accepted so far.</summary>
    public IReadOnlyList<MailRecipient> Recipients => _recipients;

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

    /// <summary>What came of the stages so far, the connection's included; of stage rcpt one for each recipient.</summary>
    public IReadOnlyList<StageResult> Results => _results;

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
        ranChecks.RemoveWhere(name => CheckCatalog.Find(name)?.Stage >= Stage.Helo);
        List<StageResult> results = [.. _results.Where(result => result.Verdict.Stage < Stage.Helo)];
        SessionFacts.SetClient(facts, client);
        SessionFacts.SetHelo(facts, heloName);
        return new MailContext(Environment, client, Id, facts, ranChecks, results, _clientAuthentication, _aborted)
        {
            Rules = Rules,
            HeloName = heloName,
            Authentication = _clientAuthentication.ForMail(heloName, ""),
        };
    }

    /// <summary>
    /// MAIL FROM begins a transaction: it has the connection's facts and results and the rules that are in force now, and nothing of it comes back to
    /// the connection (ATTACKS A06).
    /// </summary>
    public MailContext BeginMail(MailEnvelope envelope, string id)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        FactSet facts = Facts.Copy();
        SessionFacts.SetEnvelope(facts, envelope);
        SessionFacts.SetRecipients(facts, []);
        string reversePath = envelope.ReversePath.Mailbox is { } mailbox ? SessionFacts.AddressOf(mailbox) : "";
        return new MailContext(Environment, Client, id, facts, [.. _ranChecks], [.. _results], _clientAuthentication, _aborted)
        {
            HeloName = HeloName,
            Envelope = envelope,
            Authentication = _clientAuthentication.ForMail(HeloName, reversePath),
        };
    }

    /// <summary>A RCPT TO was read: it is the one that stage rcpt is about.</summary>
    public void BeginRecipient(Mailbox recipient)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        Recipient = recipient;
        SessionFacts.SetRecipient(Facts, recipient);
    }

    /// <summary>The recipient as it will be among <see cref="Recipients"/> when it is accepted.</summary>
    public MailRecipient? PendingRecipient => Recipient is null ? null : new MailRecipient(Recipient, RecipientVerdict);

    /// <summary>The recipient was answered.</summary>
    /// <param name="accepted">True when it is one of the message's recipients now.</param>
    public void EndRecipient(bool accepted)
    {
        if (accepted && PendingRecipient is { } recipient)
        {
            _recipients.Add(recipient);
            SessionFacts.SetRecipients(Facts, _recipients);
        }

        Recipient = null;
        RecipientVerdict = null;
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

    /// <summary>
    /// The verdict of a stage whose rules do not matter any more, since an earlier one settled it: it let everything through, or it let through, set aside or
    /// discarded the mail of the recipients. Otherwise null.
    /// </summary>
    public Verdict? SettledBefore(Stage stage)
    {
        if (_results.Exists(result => result.Verdict is { Action: RuleAction.Accept, Stage: not Stage.Rcpt }))
        {
            return new Verdict { Stage = stage, Action = RuleAction.Accept };
        }

        return stage != Stage.Message || MailRecipient.FateOf(_recipients) is not { } fate ? null : new Verdict
        {
            Stage = stage,
            Action = fate.Action,
            DecidedBy = fate.Action == RuleAction.Accept ? null : fate.DecidedBy,
            Score = Math.Round(EarlierHits(stage).Sum(hit => hit.Score), 3),
        };
    }

    /// <summary>True when a rule of an earlier stage wants the message marked as spam.</summary>
    public bool IsTaggedBefore(Stage stage) => stage == Stage.Message
        && (_results.Exists(result => result.Verdict is { IsTagged: true, Stage: not Stage.Rcpt }) || _recipients.Exists(recipient => recipient.Verdict?.IsTagged == true));

    /// <summary>
    /// The hits that count at a stage: those of the connection and of MAIL FROM, and for the message those of its recipients, where a rule that hit for
    /// several counts once, with its highest score.
    /// </summary>
    public IReadOnlyList<RuleHit> EarlierHits(Stage stage)
    {
        List<RuleHit> hits = [.. _results.Where(result => result.Verdict.Stage != Stage.Rcpt).SelectMany(result => result.Verdict.Hits)];
        if (stage == Stage.Message)
        {
            hits.AddRange(_recipients
                .SelectMany(recipient => recipient.Verdict?.Hits ?? [])
                .GroupBy(hit => hit.Rule)
                .Select(group => group.MaxBy(hit => hit.Score)!));
        }

        return hits;
    }

    internal Verdict? RecipientVerdict { get; private set; }

    internal void MarkRan(string check) => _ranChecks.Add(check);

    internal void Add(StageResult result)
    {
        _results.Add(result);
        if (result.Verdict.Stage == Stage.Rcpt)
        {
            RecipientVerdict = result.Verdict;
        }
    }
}
