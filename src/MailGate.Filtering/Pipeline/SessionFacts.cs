using System.Text;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Pipeline;

/// <summary>Turns what the session knows anyway into facts.</summary>
internal static class SessionFacts
{
    public static void SetClient(FactSet facts, MailClient client)
    {
        facts.Set(MailFacts.Ip, FactValue.Of(client.Address));
        facts.Set(MailFacts.ClientIp, FactValue.Of(client.Address));
        facts.Set(MailFacts.ClientPort, FactValue.Of((long)client.Port));
        facts.Set(MailFacts.ClientListener, FactValue.Of(client.Listener));
        facts.Set(MailFacts.ClientTls, FactValue.Of(client.TlsVersion.Length > 0));
        facts.Set(MailFacts.ClientTlsVersion, FactValue.Of(client.TlsVersion));
        facts.Set(MailFacts.ClientAuthenticated, FactValue.Of(client.Login is not null));
        facts.Set(MailFacts.ClientLogin, FactValue.Of(client.Login ?? ""));
        facts.Set(MailFacts.ClientTrusted, FactValue.Of(client.IsTrusted));
    }

    public static void SetHelo(FactSet facts, string name)
    {
        byte[] octets = Encoding.UTF8.GetBytes(name);
        bool isBareIp = AddressLiteral.Parse([(byte)'[', .. octets, (byte)']']) is not null
            || AddressLiteral.Parse([.. "[IPv6:"u8, .. octets, (byte)']']) is not null;
        facts.Set(MailFacts.HeloName, FactValue.Of(name));
        facts.Set(MailFacts.HeloIsLiteral, FactValue.Of(AddressLiteral.Parse(octets) is not null));
        facts.Set(MailFacts.HeloIsBareIp, FactValue.Of(isBareIp));
        facts.Set(MailFacts.HeloIsFqdn, FactValue.Of(!isBareIp && Domain.TryParse(name, out Domain? domain) && domain.Parent is not null));
    }

    public static void SetEnvelope(FactSet facts, MailEnvelope envelope)
    {
        Mailbox? mailbox = envelope.ReversePath.Mailbox;
        facts.Set(MailFacts.MailFromAddress, FactValue.Of(mailbox is null ? "" : AddressOf(mailbox)));
        facts.Set(MailFacts.MailFromLocal, FactValue.Of(mailbox is null ? "" : Unquote(mailbox.LocalPart)));
        facts.Set(MailFacts.MailFromDomain, FactValue.Of(mailbox?.Domain?.Ascii ?? ""));
        facts.Set(MailFacts.MailFromIsNull, FactValue.Of(mailbox is null));
        facts.Set(MailFacts.MailSize, FactValue.Of(envelope.DeclaredSize));
        facts.Set(MailFacts.MailBody, FactValue.Of(envelope.Body.ToLowerInvariant()));
        facts.Set(MailFacts.MailSmtpUtf8, FactValue.Of(envelope.IsSmtpUtf8));
        facts.Set(MailFacts.MailEnvid, FactValue.Of(envelope.EnvelopeId));
    }

    public static void SetRecipient(FactSet facts, Mailbox? recipient)
    {
        facts.Set(MailFacts.RcptAddress, recipient is null ? default : FactValue.Of(AddressOf(recipient)));
        facts.Set(MailFacts.RcptLocal, recipient is null ? default : FactValue.Of(Unquote(recipient.LocalPart)));
        facts.Set(MailFacts.RcptDomain, recipient is null ? default : FactValue.Of(recipient.Domain?.Ascii ?? ""));
    }

    public static void SetRecipients(FactSet facts, IReadOnlyList<MailRecipient> recipients)
    {
        List<FactObject> records = new(recipients.Count);
        foreach (Mailbox recipient in recipients.Select(recipient => recipient.Mailbox))
        {
            records.Add(new FactRecord(RecipientFact.Type)
                .Set(RecipientFact.Address, FactValue.Of(AddressOf(recipient)))
                .Set(RecipientFact.Local, FactValue.Of(Unquote(recipient.LocalPart)))
                .Set(RecipientFact.Domain, FactValue.Of(recipient.Domain?.Ascii ?? "")));
        }

        facts.Set(MailFacts.Rcpts, FactValue.Of(records));
        facts.Set(MailFacts.RcptCount, FactValue.Of((long)recipients.Count));
    }

    public static void SetMessage(FactSet facts, MessageAnalysis message)
    {
        facts.Set(MailFacts.MessageSize, FactValue.Of(message.Octets));
        facts.Set(MailFacts.MessageHasBareCr, FactValue.Of(message.HasBareCr));
        facts.Set(MailFacts.MessageHasBareLf, FactValue.Of(message.HasBareLf));
    }

    /// <summary>The address with its domain in lower case and A-labels, so that rules compare what is the same.</summary>
    public static string AddressOf(Mailbox mailbox) =>
        mailbox.DomainText.Length > 0 ? $"{mailbox.LocalPart}@{mailbox.DomainText}" : mailbox.LocalPart;

    // RFC 5321 §4.1.2: "a" and a are the same local part; a rule must not be evaded by quoting.
    private static string Unquote(string localPart)
    {
        if (localPart is not ['"', .. var content, '"'])
        {
            return localPart;
        }

        StringBuilder plain = new(content.Length);
        for (int i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\' && i + 1 < content.Length)
            {
                i++;
            }

            plain.Append(content[i]);
        }

        return plain.ToString();
    }
}
