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
    /// <param name="context">The rules' side of it.</param>
    /// <param name="result">What put it aside.</param>
    public static QuarantinedMessage Of(
        GatewayTransaction current, SessionInfo session, Transaction transaction, MailContext context, StageResult result, DateTimeOffset now)
    {
        HeaderSection? header = context.Message?.Header;
        return new QuarantinedMessage
        {
            Id = transaction.Id,
            Time = now,
            Octets = 0,
            ReversePath = (current.Downstream?.Sender ?? current.ReversePath).ToString(),
            Recipients = [.. current.Recipients.SelectMany(RecipientsOf).DistinctBy(recipient => recipient.Address)],
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

    private static IEnumerable<QuarantinedRecipient> RecipientsOf(AcceptedRecipient recipient)
    {
        string route = recipient.Plan.RouteName ?? "", original = recipient.Original.Mailbox.Text;
        foreach (ForwardPath path in recipient.Plan.Paths)
        {
            yield return new QuarantinedRecipient(path.Mailbox.Text, route, path.Mailbox.Text == original ? "" : original);
        }

        foreach (RecipientCopy copy in recipient.Plan.Copies)
        {
            yield return new QuarantinedRecipient(copy.Path.Mailbox.Text, route);
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
