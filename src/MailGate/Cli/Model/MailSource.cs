namespace MailGate.Cli.Model;

/// <summary>A path given for training or evaluation, and the name of its source.</summary>
/// <param name="Path">File or folder.</param>
/// <param name="Name">The folder's name; of <c>sa/spam</c> and <c>sa/ham</c> it is <c>sa</c>.</param>
/// <param name="IsSpam">The label.</param>
internal sealed record MailSource(string Path, string Name, bool IsSpam)
{
    /// <summary>One source a path; a path that holds folders with messages is as many sources.</summary>
    public static IReadOnlyList<MailSource> Of(IEnumerable<string> spam, IEnumerable<string> ham) =>
        [.. spam.Select(p => Of(p, isSpam: true)), .. ham.Select(p => Of(p, isSpam: false))];

    private static MailSource Of(string path, bool isSpam)
    {
        string full = System.IO.Path.GetFullPath(path).TrimEnd(System.IO.Path.DirectorySeparatorChar);
        string name = System.IO.Path.GetFileName(full);
        return new MailSource(full, name is "spam" or "ham" or "cur" or "new" ? System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(full)) ?? name : name, isSpam);
    }
}
