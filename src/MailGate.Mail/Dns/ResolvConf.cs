using System.Globalization;
using System.Net;

namespace MailGate.Mail.Dns;

/// <summary>The file that tells a Unix system's programs their DNS servers (resolv.conf(5)).</summary>
public static class ResolvConf
{
    private const int MaxServers = 16;

    // The bounds that the C library puts on the two options.
    private const int MaxTimeoutSeconds = 30;
    private const int MaxAttempts = 5;

    /// <summary>
    /// Reads <c>nameserver</c> lines and the options <c>timeout</c>, <c>attempts</c>, <c>rotate</c>, <c>trust-ad</c> and <c>use-vc</c>. Everything
    /// else is skipped, as the C library does: the file is the system's, not ours. Without a server it is the one on this host.
    /// </summary>
    public static DnsOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<IPEndPoint> servers = [];
        DnsOptions options = new();
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var address, ..])
            {
                if (servers.Count < MaxServers && IPAddress.TryParse(address, out IPAddress? parsed))
                {
                    servers.Add(new IPEndPoint(parsed, DnsServerAddress.DefaultPort));
                }
            }
            else if (words is ["options", .. var settings])
            {
                options = settings.Aggregate(options, Apply);
            }
        }

        return servers.Count > 0 ? options with { Servers = servers } : options;
    }

    private static DnsOptions Apply(DnsOptions options, string setting)
    {
        string[] parts = setting.Split(':', 2);
        int number = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) ? parsed : 0;
        return parts[0] switch
        {
            "rotate" => options with { Rotate = true },
            "trust-ad" => options with { TrustAd = true },
            "use-vc" => options with { UseTcp = true },
            "timeout" when number > 0 => options with { Timeout = TimeSpan.FromSeconds(Math.Min(number, MaxTimeoutSeconds)) },
            "attempts" when number > 0 => options with { Attempts = Math.Min(number, MaxAttempts) },
            _ => options,
        };
    }
}
