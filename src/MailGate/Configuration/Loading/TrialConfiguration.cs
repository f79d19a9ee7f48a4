namespace MailGate.Configuration.Loading;

/// <summary>The configuration of trial mode: runs beside anything, keeps all mail, sends nothing anywhere, and takes mail from this machine only.</summary>
internal static class TrialConfiguration
{
    /// <summary>Stands in error messages where a file's name does otherwise.</summary>
    public const string Name = "trial mode";

    public const string Yaml = """
        listeners: [ { address: "127.0.0.1:2525", tls: starttls } ]
        admin: { listen: "127.0.0.1:9525" }
        downstream: capture
        relay: { from: [ "127.0.0.0/8", "::1" ] }
        limits: { sessions_per_address: 10000 }
        dns: { timeout: 1s, attempts: 1 }
        log: { format: text }
        data: data
        """;
}
