using MailGate.Cli.Authentication;

namespace MailGate.Cli.Scanning;

/// <summary>
/// Finds and reads stored messages: files with one message, mbox files, Maildirs and other folders with all that is below them. What cannot be read is
/// reported in its place.
/// </summary>
/// <param name="paths">As the command line names them; <c>-</c> is standard input.</param>
/// <param name="maxOctets">The largest message.</param>
internal sealed class StoredMessages(IReadOnlyList<string> paths, long maxOctets)
{
    private const string StandardInput = "-";

    private long _octetsRead;

    /// <summary>Octets of the files that have been read.</summary>
    public long OctetsRead => Interlocked.Read(ref _octetsRead);

    /// <summary>Octets of all files; 0 for what has no length.</summary>
    public long TotalOctets { get; private set; }

    /// <summary>The messages in the order of the paths, and of file names within a folder.</summary>
    /// <exception cref="CliException">There is no such file or folder.</exception>
    public IEnumerable<StoredMessage> Read()
    {
        List<string> files = [.. paths.SelectMany(Find)];
        TotalOctets = files.Sum(LengthOf);
        return files.SelectMany(ReadFile);
    }

    private static IEnumerable<string> Find(string path)
    {
        if (path == StandardInput || File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new CliException($"{path}: no such file or folder");
        }

        // What lies in a Maildir's tmp is not delivered yet; names with a dot in front are no messages (index files, subscriptions).
        bool isMaildir = Directory.Exists(Path.Combine(path, "cur")) && Directory.Exists(Path.Combine(path, "new"));
        IEnumerable<string> files = Directory.EnumerateFiles(path).Where(file => !isMaildir && !Path.GetFileName(file).StartsWith('.'));
        IEnumerable<string> folders = Directory.EnumerateDirectories(path)
            .Where(folder => !(isMaildir && Path.GetFileName(folder) == "tmp") && new DirectoryInfo(folder).LinkTarget is null);
        return files.Order(StringComparer.Ordinal).Concat(folders.Order(StringComparer.Ordinal).SelectMany(Find));
    }

    private static long LengthOf(string file) => file == StandardInput || !File.Exists(file) ? 0 : new FileInfo(file).Length;

    private IEnumerable<StoredMessage> ReadFile(string file)
    {
        Stream? stream = null;
        string? problem = null;
        try
        {
            stream = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = failure.Message;
        }

        if (stream is null)
        {
            return [new StoredMessage(file, 0, default, problem)];
        }

        return ReadStream(file, stream);
    }

    private IEnumerable<StoredMessage> ReadStream(string file, Stream opened)
    {
        using Stream stream = new BufferedStream(opened, 64 * 1024);
        long length = LengthOf(file);
        byte[] start = new byte[5];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        using Stream whole = new PrefixedStream(start.AsMemory(0, read), stream);
        if (!MboxReader.IsMbox(start))
        {
            yield return ReadOne(file, whole);
        }
        else
        {
            int number = 0;
            foreach (byte[]? octets in new MboxReader(whole, maxOctets).Read())
            {
                number++;
                yield return octets is null ? TooLarge(file, number) : new StoredMessage(file, number, MessageFile.Of(octets).Octets);
            }
        }

        Interlocked.Add(ref _octetsRead, length);
    }

    private StoredMessage ReadOne(string file, Stream stream)
    {
        using MemoryStream octets = new();
        byte[] buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                octets.Write(buffer, 0, read);
                if (octets.Length > maxOctets)
                {
                    return TooLarge(file, 0);
                }
            }
        }
        catch (IOException failure)
        {
            return new StoredMessage(file, 0, default, failure.Message);
        }

        return new StoredMessage(file, 0, MessageFile.Of(octets.GetBuffer().AsMemory(0, (int)octets.Length)).Octets);
    }

    private StoredMessage TooLarge(string file, int number) => new(file, number, default, $"the message is larger than limits.message_size ({maxOctets} octets)");
}
