using System.Text;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Rewriting;

/// <summary>A received field while it is edited.</summary>
internal sealed class DraftField(HeaderField received, int offset)
{
    /// <summary>Where it stands in the message as received.</summary>
    public int Offset { get; } = offset;

    /// <summary>How many octets it takes there.</summary>
    public int Length { get; } = received.Raw.Length;

    /// <summary>The field as edits have left it so far.</summary>
    public HeaderField Current { get; private set; } = received;

    public bool IsRemoved { get; private set; }

    public bool IsChanged { get; private set; }

    public void Remove() => IsRemoved = true;

    /// <summary>Gives it other octets; returns what is wrong with them, or null.</summary>
    public string? Change(byte[] octets, HeaderEditLimits limits)
    {
        // A received line that is longer than what we would write ourselves was accepted as it is and may stay.
        string? problem = FieldSyntax.CheckField(octets, Math.Max(limits.MaxLineOctets, LongestLine()), Math.Max(limits.MaxFieldOctets, Length));
        if (problem is null)
        {
            int colon = octets.AsSpan().IndexOf((byte)':');
            Current = new HeaderField(octets, octets.AsSpan(0, colon).TrimEnd(" \t"u8).Length, colon + 1);
            IsChanged = true;
        }

        return problem;
    }

    /// <summary>The field's octets with another name.</summary>
    public byte[] Renamed(string name)
    {
        ReadOnlySpan<byte> rest = Current.Raw.Span[(Current.ValueOffset - 1)..];
        return [.. Encoding.ASCII.GetBytes(name), .. rest, .. rest.EndsWith("\r\n"u8) ? default : "\r\n"u8];
    }

    private int LongestLine()
    {
        int longest = 0;
        ReadOnlySpan<byte> rest = Current.Raw.Span;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf("\r\n"u8);
            longest = Math.Max(longest, end < 0 ? rest.Length : end);
            rest = end < 0 ? default : rest[(end + 2)..];
        }

        return longest;
    }
}
