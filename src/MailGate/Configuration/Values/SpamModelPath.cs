using MailGate.Cli.Model;

namespace MailGate.Configuration.Values;

/// <summary>Where the spam model is: a path, or <c>none</c> for no spam score.</summary>
/// <param name="Full">The absolute path; null for none.</param>
internal readonly record struct SpamModelPath(string? Full)
{
    private const string None = "none";

    /// <summary>The one that came with the program.</summary>
    public static SpamModelPath Shipped { get; } = new(ModelFiles.Shipped);

    public override string ToString() => Full ?? None;

    internal static bool TryParse(string text, string folder, out SpamModelPath value, out string? problem)
    {
        if (text == None)
        {
            (value, problem) = (new SpamModelPath(null), null);
            return true;
        }

        bool good = FilePath.TryParse(text, folder, out FilePath path, out problem);
        value = new SpamModelPath(path.Full);
        return good;
    }
}
