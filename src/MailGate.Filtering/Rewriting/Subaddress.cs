namespace MailGate.Filtering.Rewriting;

/// <summary>The tag in <c>user+tag</c> (RFC 5233; Postfix: recipient_delimiter).</summary>
internal static class Subaddress
{
    /// <summary>Where the tag begins, its delimiter included; the length of the local part when there is none. Quoted local parts have none.</summary>
    public static int TagOffset(string localPart, string delimiters)
    {
        // A delimiter at the start is part of the name: "+user" has no tag.
        if (delimiters.Length == 0 || localPart.Length < 2 || localPart[0] == '"')
        {
            return localPart.Length;
        }

        int offset = localPart.AsSpan(1).IndexOfAny(delimiters);
        return offset < 0 ? localPart.Length : offset + 1;
    }

    /// <summary>The local part without its tag.</summary>
    public static string Strip(string localPart, string delimiters) => localPart[..TagOffset(localPart, delimiters)];
}
