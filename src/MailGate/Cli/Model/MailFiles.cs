using MailGate.Cli.Scanning;

namespace MailGate.Cli.Model;

/// <summary>A stored message: where it is from, and its octets.</summary>
/// <param name="Name">File, with the number of the message in a mailbox file.</param>
internal sealed record StoredMessage(string Name, byte[] Octets);

/// <summary>Messages as mail programs store them: single files, folders of them, Maildir, mbox. Always in the same order.</summary>
internal static class MailFiles
{
    private const long MaxMessage = 64L * 1024 * 1024;

    /// <summary>All messages under the paths. Hidden files and what Maildir keeps beside its messages are left out.</summary>
    /// <exception cref="CliException">A path does not exist.</exception>
    public static IEnumerable<StoredMessage> Read(string path)
    {
        if (!Path.Exists(path))
        {
            throw new CliException($"{path}: no such file or folder");
        }

        return Files(path).SelectMany(ReadFile);
    }

    /// <summary>The files under a path, to know how much there is to do.</summary>
    public static IEnumerable<string> Files(string path) =>
        File.Exists(path) ? [path]
        : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => !Path.GetFileName(f).StartsWith('.') && !IsBookkeeping(f))
            .Order(StringComparer.Ordinal);

    // Maildir keeps unfinished messages in tmp, and servers keep lists beside the folders.
    private static bool IsBookkeeping(string file) =>
        Path.GetFileName(Path.GetDirectoryName(file)) == "tmp" && Directory.Exists(Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file)!)!, "cur"))
        || Path.GetFileName(file) is "maildirsize" or "maildirfolder" or "dovecot-uidlist" or "dovecot.index" or "dovecot.index.log" or "dovecot.index.cache" or "dovecot-keywords" or "subscriptions"
        || Path.GetExtension(file) is ".tsv" or ".json" or ".md";

    private static IEnumerable<StoredMessage> ReadFile(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] start = new byte[Math.Min(5, stream.Length)];
        stream.ReadExactly(start);
        stream.Position = 0;
        if (MboxReader.IsMbox(start))
        {
            int number = 0;
            foreach (byte[]? message in new MboxReader(stream, MaxMessage).Read())
            {
                number++;
                if (message is not null)
                {
                    yield return new StoredMessage($"{file}:{number}", message);
                }
            }
        }
        else if (stream.Length is > 0 and <= MaxMessage)
        {
            byte[] octets = new byte[stream.Length];
            stream.ReadExactly(octets);
            yield return new StoredMessage(file, octets);
        }
    }
}
