using MailGate.Filtering.Scoring;

namespace MailGate.Cli.Model;

/// <summary>Where models are.</summary>
internal static class ModelFiles
{
    /// <summary>The model that came with the program.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "models", "spam.model");

    /// <summary>The model at a path, or the shipped one.</summary>
    /// <exception cref="CliException">It cannot be used.</exception>
    public static SpamModel Load(string? path)
    {
        try
        {
            return SpamModel.Load(path ?? Shipped);
        }
        catch (SpamModelException e)
        {
            throw new CliException(e.Message);
        }
    }
}
