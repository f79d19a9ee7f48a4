using MailGate.Configuration;
using MailGate.Configuration.Loading;
using MailGate.Mail.Addresses;
using MailGate.Mail.Authentication;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Dns;
using MailGate.Mail.PublicSuffix;
using MailGate.Mail.Spf;

namespace MailGate.Cli.Authentication;

/// <summary>What of the gateway's configuration decides about results.</summary>
/// <param name="AuthservId">The name in Authentication-Results.</param>
/// <param name="Options">Limits, trusted sealers, the public suffix list.</param>
/// <param name="Dns">The gateway's DNS; null for the system's.</param>
internal sealed record AuthSettings(string AuthservId, AuthenticationOptions Options, DnsOptions? Dns)
{
    /// <summary>Reads a configuration, or what holds without one.</summary>
    /// <exception cref="CliException">The configuration has errors.</exception>
    public static AuthSettings Load(ConfigurationInput input)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(input, TimeProvider.System);
        if (loaded.Settings is not { } settings)
        {
            throw new CliException(string.Join('\n', loaded.Errors));
        }

        string hostname = settings.Hostname.Ascii;
        var options = new AuthenticationOptions
        {
            Spf = new SpfOptions { ReceiverName = hostname },
            Dmarc = new DmarcOptions { PublicSuffixes = settings.Auth.PublicSuffixList is { } list ? PublicSuffixList.Load(list.Full) : null },
            TrustedSealers = settings.Auth.TrustedSealers.ToHashSet<Domain>(),
        };
        return new AuthSettings(settings.AuthservId.Ascii, options, ReadDns(settings));
    }

    private static DnsOptions? ReadDns(GatewaySettings settings) => settings.Dns.Servers.Count == 0
        ? null
        : new DnsOptions { Servers = settings.Dns.Servers, Timeout = settings.Dns.Timeout, Attempts = settings.Dns.Attempts };
}
