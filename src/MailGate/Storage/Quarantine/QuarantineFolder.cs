using System.Security;
using MailGate.Smtp.Spool;
using Microsoft.Win32.SafeHandles;

namespace MailGate.Storage.Quarantine;

/// <summary>
/// The files of the quarantine: <c>ID.eml</c>, the message octet for octet, and <c>ID.json</c>, its record. The message is there when <c>ID.eml</c> is. Names
/// are made of ids, never of anything in a message.
/// </summary>
internal sealed class QuarantineFolder(string path)
{
    private const string MessageSuffix = ".eml";
    private const string RecordSuffix = ".json";
    private const string PartSuffix = ".part";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Where the message of this id is.</summary>
    public string MessagePath(string id) => Of(id, MessageSuffix);

    /// <summary>True for what can be an id: letters and digits, and single dots between them. Anything else is never made a path.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= 64 && id.Split('.').All(part => part.Length > 0 && part.All(char.IsAsciiLetterOrDigit));

    /// <summary>Makes it, for the owner alone.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a message: after this it survives a crash of the machine. Nothing of it is left when it fails.</summary>
    /// <returns>Its size.</returns>
    /// <exception cref="IOException">The disk is full, or a file of this id exists.</exception>
    public async Task<QuarantinedMessage> WriteAsync(QuarantinedMessage message, IMessageContent content, CancellationToken cancellationToken)
    {
        string id = message.Id, part = Of(id, MessageSuffix + PartSuffix);
        // From here on the id is ours, or somebody else's and none of our business.
        await using FileStream record = OpenNew(Of(id, RecordSuffix));
        try
        {
            QuarantinedMessage sized = message with { Octets = await WriteMessageAsync(part, content, cancellationToken) };
            await record.WriteAsync(QuarantineRecord.Line(sized), cancellationToken);
            record.Flush(flushToDisk: true);
            // The record is there before the message is: what has the name of a message can always be released.
            File.Move(part, MessagePath(id), overwrite: false);
            FolderSync.Flush(path);
            return sized;
        }
        catch
        {
            TryDelete(part);
            Remove(id);
            throw;
        }
    }

    /// <summary>The ids of the messages that are there.</summary>
    public IReadOnlyList<string> Ids() => !Directory.Exists(path) ? [] :
        [.. Directory.EnumerateFiles(path, "*" + MessageSuffix).Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Where(IsId)];

    /// <summary>True when the message is there.</summary>
    public bool Has(string id) => IsId(id) && File.Exists(MessagePath(id));

    /// <summary>The message's record, read while nobody works with it; null when it is not there, not whole, or in use.</summary>
    public QuarantinedMessage? ReadRecord(string id)
    {
        try
        {
            using SafeFileHandle? file = TryLock(id);
            return file is null ? null : ReadRecord(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A record for a message that has lost its own: somebody removed the file. Null when there is one after all, or none can be written.</summary>
    public QuarantinedMessage? RestoreRecord(string id)
    {
        try
        {
            FileInfo file = new(MessagePath(id));
            QuarantinedMessage message = new()
            {
                Id = id,
                Time = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero),
                Octets = file.Length,
                ReversePath = "",
                Recipients = [],
                Client = new QuarantinedClient("", 0, "", "", "", "", ""),
                Reason = "the record of this message was lost: release it with --to",
                Rules = [],
            };
            using FileStream record = OpenNew(Of(id, RecordSuffix));
            record.Write(QuarantineRecord.Line(message));
            record.Flush(flushToDisk: true);
            return message;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The record file for one alone, until it is closed or its process ends; null when it is not there.</summary>
    /// <exception cref="IOException">Somebody else has it.</exception>
    public SafeFileHandle? TryLock(string id)
    {
        try
        {
            return IsId(id) ? File.OpenHandle(Of(id, RecordSuffix), FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What a record file says; null when it is not whole.</summary>
    public static QuarantinedMessage? ReadRecord(SafeFileHandle file)
    {
        byte[] octets = new byte[RandomAccess.GetLength(file)];
        int read = RandomAccess.Read(file, octets, 0);
        return QuarantineRecord.Read(octets.AsSpan(0, read));
    }

    /// <summary>Adds a line to a record file, durably.</summary>
    public static void Append(SafeFileHandle file, byte[] line)
    {
        long length = RandomAccess.GetLength(file);
        Span<byte> last = stackalloc byte[1];
        // After a torn line a new one begins.
        bool isTorn = length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != (byte)'\n';
        RandomAccess.Write(file, isTorn ? [(byte)'\n', .. line] : line, length);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Removes a message: first its octets, so that what is half removed is no message any more.</summary>
    public void Remove(string id)
    {
        TryDelete(MessagePath(id));
        TryDelete(Of(id, RecordSuffix));
    }

    /// <summary>Removes what a crash left behind: files without a message, untouched since a time.</summary>
    public void RemoveLeftovers(DateTimeOffset untouchedSince)
    {
        foreach (string file in Directory.EnumerateFiles(path))
        {
            bool isLeftover = file.EndsWith(PartSuffix, StringComparison.Ordinal)
                || (file.EndsWith(RecordSuffix, StringComparison.Ordinal) && !File.Exists(System.IO.Path.ChangeExtension(file, MessageSuffix)));
            if (isLeftover && File.GetLastWriteTimeUtc(file) < untouchedSince.UtcDateTime)
            {
                TryDelete(file);
            }
        }
    }

    private string Of(string id, string suffix) => IsId(id) ? System.IO.Path.Combine(path, id + suffix) : throw new SecurityException($"'{id}' is no id");

    private static async Task<long> WriteMessageAsync(string file, IMessageContent content, CancellationToken cancellationToken)
    {
        await using FileStream stream = OpenNew(file);
        await foreach (ReadOnlyMemory<byte> block in content.ReadBlocksAsync(cancellationToken))
        {
            await stream.WriteAsync(block, cancellationToken);
        }

        stream.Flush(flushToDisk: true);
        return stream.Length;
    }

    private static FileStream OpenNew(string file)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(file, options);
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What is left is removed later, or kept: never lost.
        }
    }
}
