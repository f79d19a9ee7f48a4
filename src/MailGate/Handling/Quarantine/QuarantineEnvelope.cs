using System.Net;
using MailGate.Filtering.Pipeline;
using MailGate.Mail.Addresses;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Decoding;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Storage.Quarantine;

namespace MailGate.Handling.Quarantine;

/// <summary>What is kept of a transaction beside its message, and back to what a server behind is told.</summary>
internal static class QuarantineEnvelope
{
    // What a list and a page show; the message has the rest.
    private const int LongestText = 500;

    /// <summary>The transaction as it is kept.</summary>
    /// <param name="change">What rules of stage message want of its envelope: a release is to go where the message would have gone.</param>
    /// <param name="context">The rules' side of it.</param>
    /// <param name="result">What put it aside.</param>
    public static QuarantinedMessage Of(
        GatewayTransaction current, EnvelopeChange change, SessionInfo session, Transaction transaction, MailContext context, StageResult result, DateTimeOffset now)
    {
        HeaderSection? header = context.Message?.Header;
        return new QuarantinedMessage
        {
            Id = transaction.Id,
            Time = now,
            Octets = 0,
            ReversePath = change.Sender.ToString(),
            Recipients = [.. RecipientsOf(current, change).Distinct()],
            SmtpUtf8 = transaction.Parameters.SmtpUtf8,
            EightBitMime = transaction.Parameters.Body == BodyType.EightBitMime,
            Client = new QuarantinedClient(
                session.Client.Address.ToString(), session.Client.Port, session.XClientName ?? "", session.HeloName ?? "", session.IsExtended ? "ESMTP" : "SMTP", session.Login ?? "",
                session.Listener.Name),
            From = FieldOf(header, "From"u8),
            Subject = FieldOf(header, "Subject"u8),
            MessageId = FieldOf(header, "Message-ID"u8),
            Reason = result.Reason ?? "",
            Score = result.Verdict.Score,
            Rules = [.. context.EarlierHits(Stage.Message).Concat(result.Verdict.Hits).DistinctBy(hit => hit.Name).Select(hit => new QuarantinedHit(hit.Name, hit.Score))],
        };
    }

    /// <summary>The client that sent it, as a server behind is told of it.</summary>
    public static ClientIdentity? ClientOf(QuarantinedMessage message) => !IPAddress.TryParse(message.Client.Address, out IPAddress? address) ? null : new ClientIdentity
    {
        Client = new IPEndPoint(address, message.Client.Port),
        Name = NullIfEmpty(message.Client.Name),
        Helo = NullIfEmpty(message.Client.Helo),
        Protocol = NullIfEmpty(message.Client.Protocol),
        Login = NullIfEmpty(message.Client.Login),
        TransactionId = message.Id,
    };

    /// <summary>The parameters of MAIL that matter to a message as it is.</summary>
    public static MailParameters ParametersOf(QuarantinedMessage message) =>
        new() { SmtpUtf8 = message.SmtpUtf8, Body = message.EightBitMime ? BodyType.EightBitMime : BodyType.Unspecified };

    /// <summary>The reverse-path.</summary>
    public static ReversePath ReversePathOf(QuarantinedMessage message) =>
        AddressParser.TryParseMailbox(message.ReversePath, out Mailbox? mailbox) ? new ReversePath(mailbox) : ReversePath.Null;

    // Each recipient that the client named has its entry, though several may lead to one address: a search finds the message by all of them.
    private static IEnumerable<QuarantinedRecipient> RecipientsOf(GatewayTransaction current, EnvelopeChange change)
    {
        foreach (AcceptedRecipient recipient in current.Recipients)
        {
            string original = recipient.Original.Mailbox.Text, route = change.Route != current.Route ? change.Route.Name : recipient.Plan.RouteName ?? "";
            foreach (ForwardPath path in change.IsRedirected ? change.Recipients.Select(redirected => redirected.Path) : recipient.Plan.Paths)
            {
                yield return new QuarantinedRecipient(path.Mailbox.Text, route, path.Mailbox.Text == original ? "" : original);
            }
        }

        // Copies go the way of the message, whatever their own domain says.
        IEnumerable<ForwardPath> copies = (change.IsRedirected ? [] : current.Recipients.SelectMany(recipient => recipient.Plan.Copies).Select(copy => copy.Path))
            .Concat(change.Copies.Select(copy => copy.Path));
        foreach (ForwardPath copy in copies)
        {
            yield return new QuarantinedRecipient(copy.Mailbox.Text, change.Route.Name);
        }
    }

    private static string FieldOf(HeaderSection? header, ReadOnlySpan<byte> name)
    {
        foreach (HeaderField field in header?.Fields ?? [])
        {
            if (field.Is(name))
            {
                string text = EncodedWords.Decode(field.Value);
                return text.Length <= LongestText ? text : text[..LongestText] + "...";
            }
        }

        return "";
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
