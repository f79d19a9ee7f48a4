using MailGate.Configuration.Sections;

namespace MailGate.Observability.Logs;

/// <summary>One line a transaction, at level info.</summary>
internal sealed class TransactionLog(LogOutput output)
{
    // A thousand recipients are counted; their names would only fill the disk.
    private const int MaxRecipients = 50;

    public bool IsEnabled => output.IsEnabled(LogLevel.Information);

    public void Write(TransactionRecord record)
    {
        if (IsEnabled)
        {
            output.Write(LogLevel.Information, "transaction", (record, DomainsOnly: output.Settings.Addresses == LoggedAddresses.Domain), static (line, state) => Fill(line, state.record, state.DomainsOnly));
        }
    }

    private static void Fill(LogLine line, TransactionRecord record, bool domainsOnly)
    {
        line.Add("id", record.Id);
        line.Add("listener", record.Listener);
        line.Add("peer", record.Client.ToString());
        line.AddIfAny("tls", record.Tls);
        line.AddIfAny("client_certificate", record.ClientCertificate);
        line.AddIfAny("client_certificate_sha256", record.ClientCertificateSha256);
        line.AddIfAny("user", record.User);
        line.AddIfAny("helo", record.Helo);
        line.Add("from", Address(record.From, domainsOnly));
        line.Add("to", record.Recipients.Take(MaxRecipients).Select(r => Address(r, domainsOnly)));
        line.Add("recipients", record.Recipients.Count);
        if (record.RefusedRecipients > 0)
        {
            line.Add("refused_recipients", record.RefusedRecipients);
        }

        line.AddIfAny("message_id", record.MessageId);
        line.Add("size", record.Octets);
        line.Add("total_ms", record.Total);
        line.Add("data_ms", record.Data);
        line.Add("checks_ms", record.Checks);
        line.Add("reply_ms", record.Reply);
        line.Add("verdict", record.Verdict);
        line.AddIfAny("reason", record.Reason);
        line.AddIfAny("reply", record.ClientReply);
        line.AddIfAny("route", record.Route);
        line.AddIfAny("target", record.Target);
        line.AddIfAny("downstream_reply", record.DownstreamReply);
    }

    private static string Address(string address, bool domainsOnly) =>
        !domainsOnly || address.Length == 0 ? address : address.LastIndexOf('@') is var at and >= 0 ? address[at..] : "";
}
