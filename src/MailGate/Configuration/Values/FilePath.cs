namespace MailGate.Configuration.Values;

/// <summary>An absolute path. In a file, a relative one is seen from the folder of that file.</summary>
internal readonly record struct FilePath(string Full)
{
    public override string ToString() => Full;

    internal static bool TryParse(string text, string folder, out FilePath value, out string? problem)
    {
        bool good = text.Length is > 0 and < 4096 && !text.Any(char.IsControl);
        value = good ? new FilePath(Path.GetFullPath(Path.Combine(folder, text))) : default;
        problem = null;
        return good;
    }
}
