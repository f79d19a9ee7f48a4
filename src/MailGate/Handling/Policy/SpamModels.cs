using MailGate.Cli.Model;
using MailGate.Configuration;
using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Site;

namespace MailGate.Handling.Policy;

/// <summary>The spam model of a configuration.</summary>
internal static class SpamModels
{
    /// <summary>The configured model with what this site taught on top; null where the configuration wants none.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="time">For looking whether the site taught more.</param>
    /// <param name="refused">Told why a model, shipped or the site's, cannot be used; the gateway goes on without it.</param>
    /// <exception cref="Cli.CliException">The model cannot be used, and nobody is to be told otherwise.</exception>
    public static ISpamModel? Load(GatewaySettings settings, TimeProvider time, Action<string>? refused = null)
    {
        if (settings.Spam.ModelFile() is not { } path)
        {
            return null;
        }

        string? site = settings.Spam.Learn ? Path.Combine(settings.DataDirectory, SiteModelFile.Name) : null;
        try
        {
            return new SpamModelService(ModelFiles.Load(path), site, time, refused);
        }
        catch (Exception e) when (refused is not null && (e is Cli.CliException or IOException or UnauthorizedAccessException))
        {
            refused(e.Message);
            return null;
        }
    }
}
