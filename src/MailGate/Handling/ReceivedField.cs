using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>The trace field that a gateway puts on top of each message (RFC 5321 §4.4), made of validated values only.</summary>
internal static class ReceivedField
{
    // More than all words of ours, an address and the date.
    private const int FixedOctets = 256;

    private static volatile DateOfSecond? _date;

    /// <summary>The field with its CRLF.</summary>
    /// <param name="session">The client.</param>
    /// <param name="transaction">The transaction; with more than one recipient none is named, since one would learn of another.</param>
    /// <param name="clientName">The client's verified host name, or null.</param>
    /// <param name="now">The time.</param>
    public static byte[] Format(SessionInfo session, Transaction transaction, string? clientName, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(transaction);
        string? recipient = transaction.Recipients.Count == 1 ? transaction.Recipients[0].Path.Mailbox.Text : null;
        int chars = FixedOctets + (session.HeloName?.Length ?? 0) + (clientName?.Length ?? 0) + session.Listener.Hostname.Length + transaction.Id.Length
            + (recipient?.Length ?? 0) + (session.Tls?.CipherSuite.Length ?? 0);
        byte[] octets = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(chars));
        try
        {
            Utf8Line field = new(octets);
            Write(ref field, session, transaction, clientName, recipient, now);
            return field.Written.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    private static void Write(ref Utf8Line field, SessionInfo session, Transaction transaction, string? clientName, string? recipient, DateTimeOffset now)
    {
        field.Add("Received: from ");
        field.Add(session.HeloName ?? "unknown");
        field.Add(" (");
        if (clientName is not null)
        {
            field.Add(clientName);
            field.Add(" ");
        }

        // RFC 5321 §4.1.3: IPv6 literals carry their tag.
        field.Add(session.Client.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "[IPv6:" : "[");
        field.Add(session.Client.Address);
        field.Add("])\r\n\tby ");
        field.Add(session.Listener.Hostname);
        field.Add(" (MailGate) with ");
        field.Add(session.WithProtocol(transaction.Parameters.SmtpUtf8));
        field.Add(" id ");
        field.Add(transaction.Id);
        if (recipient is not null)
        {
            field.Add("\r\n\tfor <");
            field.Add(recipient);
            field.Add(">");
        }

        if (session.Tls is { } tls)
        {
            // RFC 8314 §4.3: the tls clause names the cipher suite.
            field.Add("\r\n\ttls ");
            field.Add(tls.CipherSuite);
            field.Add(" (");
            field.Add(tls.Version);
            field.Add(")");
        }

        field.Add(";\r\n\t");
        field.Add(Date(now));
        field.Add("\r\n");
    }

    // RFC 5322 §3.3. Made once a second: it costs as much as all the rest.
    private static string Date(DateTimeOffset now)
    {
        long second = now.ToUnixTimeSeconds();
        if (_date is not { } known || known.Second != second)
        {
            _date = known = new DateOfSecond(second, now.ToUniversalTime().ToString("ddd, d MMM yyyy HH':'mm':'ss '+0000'", CultureInfo.InvariantCulture));
        }

        return known.Text;
    }

    private sealed record DateOfSecond(long Second, string Text);

    /// <summary>Octets put one behind the other into a buffer that has room for them.</summary>
    private ref struct Utf8Line(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

        public void Add(string text) => _length += Encoding.UTF8.GetBytes(text, _buffer[_length..]);

        public void Add(IPAddress address) => _length += address.TryFormat(_buffer[_length..], out int written) ? written : 0;
    }
}
