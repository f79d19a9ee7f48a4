using MailGate.Configuration;
using MailGate.Configuration.Loading;

namespace MailGate.Cli;

/// <summary>The settings of the gateway that a verb is about.</summary>
internal static class ConfiguredSettings
{
    /// <summary>Loads them.</summary>
    /// <param name="config">The file; null: where it usually is.</param>
    /// <exception cref="CliException">It has errors; the message names them all.</exception>
    public static GatewaySettings Load(string? config)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(ConfigurationInput.Find(config), TimeProvider.System);
        return loaded.Settings ?? throw new CliException(string.Join('\n', loaded.Errors.Select(error => error.ToString())));
    }
}
