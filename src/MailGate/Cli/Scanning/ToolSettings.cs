using System.CommandLine;
using MailGate.Configuration;
using MailGate.Configuration.Values;
using MailGate.Mail.Dns;

namespace MailGate.Cli.Scanning;

/// <summary>The configuration of tools that judge mail: that of the gateway, with other rules if wanted, and without keys to sign with.</summary>
internal static class ToolSettings
{
    /// <summary><c>--rules</c>: null when not given.</summary>
    public static Option<string?> RulesOption() => new("--rules")
    {
        HelpName = "DIR",
        Description = "A rule file or a folder of them (default: those of the configuration, else the built-in ones)",
    };

    /// <summary>Loads the configuration.</summary>
    /// <exception cref="CliException">It has errors.</exception>
    public static GatewaySettings Load(string? config, string? rules)
    {
        GatewaySettings settings = ConfiguredSettings.Load(config);
        return settings with
        {
            Rules = rules is null ? settings.Rules : settings.Rules with { Path = new FilePath(Path.GetFullPath(rules)) },
            Signing = [],
            Sealing = null,
        };
    }

    /// <summary>How the configuration asks the DNS.</summary>
    public static DnsOptions DnsOf(GatewaySettings settings) =>
        (settings.Dns.Servers.Count > 0 ? new DnsOptions { Servers = [.. settings.Dns.Servers] } : DnsOptions.FromSystem()) with
        {
            Timeout = settings.Dns.Timeout,
            Attempts = settings.Dns.Attempts,
            MaxCacheEntries = settings.Dns.CacheSize,
            MaxTimeToLive = settings.Dns.MaxTtl,
        };
}
