using System.Globalization;

namespace MailGate.Handling.Capture;

/// <summary>Lists and opens what a <see cref="MaildirStore"/> keeps, also after a mail reader moved it from <c>new</c> to <c>cur</c>.</summary>
/// <param name="folder">The Maildir; it need not be there.</param>
internal sealed class MaildirReader(string folder)
{
    /// <summary>The messages, the newest first.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<StoredMail> List() =>
        [.. Files().Select(file => Of(file)).OrderByDescending(mail => mail.Time).ThenByDescending(mail => mail.Name, StringComparer.Ordinal)];

    /// <summary>The message of this name; null when there is none. The name is never used as a path.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public StoredMail? Find(string name) => Files().Where(file => Path.GetFileName(file) == name).Select(Of).FirstOrDefault();

    private IEnumerable<string> Files() => ((string[])["new", "cur"])
        .Select(part => Path.Combine(folder, part)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
        .Where(file => !Path.GetFileName(file).StartsWith('.'));

    // TIME.M7P42.ID, after which a mail reader may add :2,FLAGS.
    private static StoredMail Of(string path)
    {
        string name = Path.GetFileName(path);
        string[] parts = name.Split(':')[0].Split('.', 3);
        return new StoredMail(
            name,
            path,
            parts.Length == 3 ? parts[2] : "",
            long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : DateTimeOffset.UnixEpoch,
            new FileInfo(path).Length);
    }
}

/// <summary>A message in a Maildir.</summary>
/// <param name="Id">The transaction that brought it; empty when the file is not ours.</param>
internal sealed record StoredMail(string Name, string Path, string Id, DateTimeOffset Time, long Octets);
