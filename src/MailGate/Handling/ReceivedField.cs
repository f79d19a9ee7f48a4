using System.Globalization;
using System.Text;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>The trace field that a gateway puts on top of each message (RFC 5321 §4.4), made of validated values only.</summary>
internal static class ReceivedField
{
    /// <summary>The field with its CRLF.</summary>
    /// <param name="session">The client.</param>
    /// <param name="transaction">The transaction; with more than one recipient none is named, since one would learn of another.</param>
    /// <param name="clientName">The client's verified host name, or null.</param>
    /// <param name="now">The time.</param>
    public static byte[] Format(SessionInfo session, Transaction transaction, string? clientName, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(transaction);
        StringBuilder field = new(320);
        field.Append("Received: from ").Append(session.HeloName ?? "unknown").Append(" (");
        if (clientName is not null)
        {
            field.Append(clientName).Append(' ');
        }

        // RFC 5321 §4.1.3: IPv6 literals carry their tag.
        bool isIpv6 = session.Client.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        field.Append(isIpv6 ? "[IPv6:" : "[").Append(session.Client.Address).Append("])\r\n\tby ").Append(session.Listener.Hostname)
            .Append(" (MailGate) with ").Append(session.WithProtocol(transaction.Parameters.SmtpUtf8))
            .Append(" id ").Append(transaction.Id);
        if (transaction.Recipients.Count == 1)
        {
            field.Append("\r\n\tfor <").Append(transaction.Recipients[0].Path.Mailbox.Text).Append('>');
        }

        if (session.Tls is { } tls)
        {
            // RFC 8314 §4.3: the tls clause names the cipher suite.
            field.Append("\r\n\ttls ").Append(tls.CipherSuite).Append(" (").Append(tls.Version).Append(')');
        }

        field.Append(";\r\n\t").Append(now.ToUniversalTime().ToString("ddd, d MMM yyyy HH':'mm':'ss '+0000'", CultureInfo.InvariantCulture)).Append("\r\n");
        return Encoding.UTF8.GetBytes(field.ToString());
    }
}
