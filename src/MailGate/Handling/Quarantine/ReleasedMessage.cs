using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MailGate.Smtp.Spool;

namespace MailGate.Handling.Quarantine;

/// <summary>A message of the quarantine as it is released: octet for octet, under a field that says so.</summary>
internal sealed class ReleasedMessage(string path, string id, DateTimeOffset now) : IMessageContent
{
    /// <summary>The field that tells a released message; forged ones are removed from all mail.</summary>
    public const string FieldName = "X-MailGate-Released";

    private const int BlockOctets = 64 * 1024;

    private readonly byte[] _head = Encoding.ASCII.GetBytes($"{FieldName}: {id}; {now.ToUniversalTime().ToString("ddd, d MMM yyyy HH':'mm':'ss '+0000'", CultureInfo.InvariantCulture)}\r\n");

    public long Length => _head.Length + new FileInfo(path).Length;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return _head;
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        byte[] block = new byte[BlockOctets];
        while (await file.ReadAsync(block, cancellationToken) is var read and > 0)
        {
            yield return block.AsMemory(0, read);
        }
    }
}
