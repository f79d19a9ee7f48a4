using MailGate.Configuration.Loading;
using MailGate.Storage;

namespace MailGate.Cli.Journal;

/// <summary>The journal of the gateway that a configuration is about.</summary>
internal static class JournalFile
{
    /// <summary>Opens it for reading.</summary>
    /// <exception cref="CliException">There is none.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static JournalStore Open(string? config)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(ConfigurationInput.Find(config), TimeProvider.System);
        if (loaded.Settings is not { } settings)
        {
            throw new CliException(string.Join('\n', loaded.Errors.Select(error => error.ToString())));
        }

        return JournalStore.OpenToRead(settings.DataDirectory)
            ?? throw new CliException($"{JournalStore.PathIn(settings.DataDirectory)}: there is no journal; journal.enabled: true begins one");
    }
}
