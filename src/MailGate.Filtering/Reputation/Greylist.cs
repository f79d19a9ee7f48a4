using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace MailGate.Filtering.Reputation;

/// <summary>Sends unknown senders away once: who runs a mail server comes again.</summary>
public sealed class Greylist(IReputationStore store, GreylistOptions options, TimeProvider time)
{
    /// <summary>Notes an attempt of this network to send from this reverse-path to this recipient, and says whether it passes.</summary>
    public async ValueTask<GreylistDecision> CheckAsync(IPAddress client, string reversePath, string recipient, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        GreylistEntry entry = await store.NoteAsync(Key(client, reversePath, recipient), options, cancellationToken);
        TimeSpan wait = entry.FirstSeen + options.Delay - time.GetUtcNow();
        return entry.IsKnown ? new GreylistDecision(true, TimeSpan.Zero) : new GreylistDecision(false, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    // A digest: of one size whatever is sent, and no address of anybody in the store.
    private string Key(IPAddress client, string reversePath, string recipient)
    {
        IPAddress address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        byte[] octets = address.GetAddressBytes();
        int bits = Math.Clamp(octets.Length == 4 ? options.IPv4PrefixLength : options.IPv6PrefixLength, 0, octets.Length * 8);
        for (int i = 0; i < octets.Length; i++)
        {
            int kept = Math.Clamp(bits - (i * 8), 0, 8);
            octets[i] &= (byte)(0xFF << (8 - kept));
        }

        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Convert.ToHexString(octets)}\n{reversePath.ToLowerInvariant()}\n{recipient.ToLowerInvariant()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
