namespace MailGate.Cli.Scanning;

/// <summary>A message out of a file.</summary>
/// <param name="File">The file, as it was named or found.</param>
/// <param name="Number">Its place in a mailbox of several, from 1; 0 for a file of its own.</param>
/// <param name="Octets">The message, every line ended by CRLF.</param>
/// <param name="Problem">Why it could not be read; null when it could.</param>
internal sealed record StoredMessage(string File, int Number, ReadOnlyMemory<byte> Octets, string? Problem = null)
{
    /// <summary>The file, with the number for a message of a mailbox: <c>inbox:3</c>.</summary>
    public string Name => Number == 0 ? File : $"{File}:{Number}";
}
