using System.Globalization;
using System.Text;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Storage;
using Microsoft.Win32.SafeHandles;

namespace MailGate.Handling.Capture;

/// <summary>
/// Keeps messages in a Maildir (<c>tmp</c>, then <c>new</c>), so that the gateway can be tried without a mail server. A message is on the disk, and its
/// folder too, before anybody is told 250.
/// </summary>
/// <param name="folder">The Maildir; made when the first message comes.</param>
/// <param name="time">For file names.</param>
internal sealed class MaildirStore(string folder, TimeProvider time)
{
    private static readonly Reply NoRoom = Reply.Of(ReplyCode.InsufficientStorage, 3, 1, "The message could not be stored, try again later");
    private static long _sequence;

    /// <summary>Where the messages are.</summary>
    public string Folder => folder;

    /// <summary>Stores the message of a transaction; the reply is the client's.</summary>
    public ValueTask<Reply> StoreAsync(Transaction transaction, IMessageContent message, CancellationToken cancellationToken) =>
        StoreAsync(transaction.Id, transaction.ReversePath, transaction.Recipients, message, cancellationToken);

    /// <inheritdoc cref="StoreAsync(Transaction, IMessageContent, CancellationToken)"/>
    public async ValueTask<Reply> StoreAsync(
        string id, ReversePath reversePath, IReadOnlyList<Recipient> recipients, IMessageContent message, CancellationToken cancellationToken)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds()}.M{Interlocked.Increment(ref _sequence)}P{Environment.ProcessId}.{id}");
        string temporary = Path.Combine(folder, "tmp", name);
        try
        {
            foreach (string part in (string[])["tmp", "new", "cur"])
            {
                Directory.CreateDirectory(Path.Combine(folder, part));
            }

            await WriteAsync(temporary, Envelope(reversePath, recipients), message, cancellationToken);
            File.Move(temporary, Path.Combine(folder, "new", name));
            // A new name is durable when its folder is.
            FolderSync.Flush(Path.Combine(folder, "new"));
            return Reply.Of(ReplyCode.Ok, 0, 0, $"Kept as {id}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            return NoRoom;
        }
        catch (OperationCanceledException)
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static async Task WriteAsync(string path, byte[] envelope, IMessageContent message, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, FileOptions.Asynchronous);
        long offset = 0;
        await AppendAsync(envelope);
        await foreach (ReadOnlyMemory<byte> block in message.ReadBlocksAsync(cancellationToken))
        {
            await AppendAsync(block);
        }

        RandomAccess.FlushToDisk(file);

        async ValueTask AppendAsync(ReadOnlyMemory<byte> octets)
        {
            await RandomAccess.WriteAsync(file, octets, offset, cancellationToken);
            offset += octets.Length;
        }
    }

    // RFC 5321 §4.4: who makes the final delivery notes the reverse-path; Delivered-To and X-Original-To are what Postfix and others add.
    private static byte[] Envelope(ReversePath reversePath, IReadOnlyList<Recipient> recipients) => Encoding.UTF8.GetBytes(
        $"Return-Path: <{reversePath}>\r\n" + string.Concat(recipients.Select(recipient => $"Delivered-To: {recipient.Path}\r\nX-Original-To: {recipient.Path}\r\n")));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A leftover in tmp is no mail; Maildir readers never look there.
        }
    }
}
