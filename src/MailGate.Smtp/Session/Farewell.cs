using System.IO.Pipelines;
using MailGate.Smtp.Transport;

namespace MailGate.Smtp.Session;

/// <summary>
/// Closes a connection on a client that may still be sending. Closing a socket with unread octets resets the connection, and the reset destroys the
/// reply that says why: so the rest is read for a moment, and thrown away.
/// </summary>
internal static class Farewell
{
    private const long MaxOctets = 16L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async ValueTask ReadToEndAsync(SmtpConnection connection, Deadline deadline)
    {
        await connection.FinishSendingAsync();
        deadline.Set(Patience);
        long octets = 0;
        while (octets < MaxOctets)
        {
            ReadResult result = await connection.Input.ReadAsync();
            octets += result.Buffer.Length;
            connection.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
            {
                return;
            }
        }
    }
}
