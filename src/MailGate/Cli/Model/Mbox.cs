namespace MailGate.Cli.Model;

/// <summary>The messages of a mailbox file (RFC 4155): parted by lines that begin with "From " after a blank line; "&gt;From " is undone.</summary>
internal static class Mbox
{
    public static IEnumerable<byte[]> Split(byte[] file)
    {
        int start = NextLine(file, 0);
        while (start < file.Length)
        {
            int next = FindSeparator(file, start);
            yield return Unquote(file.AsSpan(start, next - start));
            start = next >= file.Length ? file.Length : NextLine(file, next);
        }
    }

    private static int NextLine(byte[] file, int position)
    {
        int end = file.AsSpan(position).IndexOf((byte)'\n');
        return end < 0 ? file.Length : position + end + 1;
    }

    private static int FindSeparator(byte[] file, int position)
    {
        while (true)
        {
            int found = file.AsSpan(position).IndexOf("\nFrom "u8);
            if (found < 0)
            {
                return file.Length;
            }

            position += found + 1;
            if (position < 2 || file[position - 2] is (byte)'\n' || (file[position - 2] == (byte)'\r' && position > 2 && file[position - 3] == (byte)'\n'))
            {
                return position;
            }
        }
    }

    private static byte[] Unquote(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf(">From "u8) < 0)
        {
            return message.ToArray();
        }

        List<byte> result = new(message.Length);
        while (!message.IsEmpty)
        {
            int end = message.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? message : message[..(end + 1)];
            message = message[line.Length..];
            result.AddRange(line.TrimStart((byte)'>').StartsWith("From "u8) && line[0] == (byte)'>' ? line[1..] : line);
        }

        return [.. result];
    }
}
