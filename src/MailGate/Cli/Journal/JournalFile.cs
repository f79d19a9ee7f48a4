using MailGate.Configuration;
using MailGate.Storage;

namespace MailGate.Cli.Journal;

/// <summary>The journal of the gateway that a configuration is about.</summary>
internal static class JournalFile
{
    /// <summary>Opens it for reading.</summary>
    /// <exception cref="CliException">There is none.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static JournalStore Open(GatewaySettings settings) => JournalStore.OpenToRead(settings.DataDirectory)
        ?? throw new CliException($"{JournalStore.PathIn(settings.DataDirectory)}: there is no journal; journal.enabled: true begins one");
}
