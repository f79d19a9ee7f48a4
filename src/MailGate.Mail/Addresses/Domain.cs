using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MailGate.Mail.Addresses;

/// <summary>
/// A domain name that is safe to look up, compare and echo: letters, digits, hyphens and underscores in labels of 1 to 63 octets,
/// 253 in all, lower case, no trailing dot (RFC 5321 §4.1.2, RFC 1035 §2.3.4, RFC 5890 for U-labels).
/// </summary>
public sealed class Domain : IEquatable<Domain>
{
    /// <summary>Most octets in a name written without its trailing dot (RFC 1035 §2.3.4: 255 on the wire).</summary>
    public const int MaxOctets = 253;

    /// <summary>Most octets in one label (RFC 1035 §2.3.4).</summary>
    public const int MaxLabelOctets = 63;

    // RFC 5321 Let-dig and hyphen; the underscore is common in real host names and harmless.
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    private Domain(string ascii) => Ascii = ascii;

    /// <summary>The name with A-labels, in lower case: what is looked up and compared.</summary>
    public string Ascii { get; }

    /// <summary>The name with U-labels where they decode, for people to read.</summary>
    public string Unicode => Ascii.Contains("xn--", StringComparison.Ordinal) && TryDecode(Ascii, out string? unicode) ? unicode : Ascii;

    /// <summary>The name without its first label, or null when it has only one.</summary>
    public Domain? Parent => Ascii.IndexOf('.') is var dot and >= 0 ? new Domain(Ascii[(dot + 1)..]) : null;

    /// <summary>Reads a domain; false for anything that is not one: empty or long labels, spaces, NUL, undecodable A-labels.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Domain? domain)
    {
        domain = null;
        // One trailing dot marks an absolute name and is dropped, so that policy and SPF see one canonical form.
        if (text.Length > 1 && text[^1] == '.')
        {
            text = text[..^1];
        }

        if (text.IsEmpty || text.Length > MaxOctets)
        {
            return false;
        }

        string ascii;
        if (System.Text.Ascii.IsValid(text))
        {
            ascii = text.ToString().ToLowerInvariant();
        }
        else if (!TryEncode(text.ToString(), out ascii!))
        {
            return false;
        }

        if (!AreLabelsValid(ascii))
        {
            return false;
        }

        domain = new Domain(ascii);
        return true;
    }

    /// <summary>Reads a domain known to be good, such as a constant.</summary>
    /// <exception cref="FormatException">It is not a domain.</exception>
    public static Domain Parse(string text) =>
        TryParse(text, out Domain? domain) ? domain : throw new FormatException($"'{text}' is not a domain name");

    /// <summary>True when this is <paramref name="ancestor"/> or lies below it.</summary>
    public bool IsUnder(Domain ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        return Ascii.EndsWith(ancestor.Ascii, StringComparison.Ordinal)
            && (Ascii.Length == ancestor.Ascii.Length || Ascii[Ascii.Length - ancestor.Ascii.Length - 1] == '.');
    }

    public bool Equals(Domain? other) => other is not null && Ascii == other.Ascii;

    public override bool Equals(object? obj) => Equals(obj as Domain);

    public override int GetHashCode() => Ascii.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Ascii;

    private static bool AreLabelsValid(string ascii)
    {
        if (ascii.Length > MaxOctets)
        {
            return false;
        }

        foreach (Range range in ascii.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> label = ascii.AsSpan(range);
            if (label.IsEmpty || label.Length > MaxLabelOctets || label[0] == '-' || label[^1] == '-' || label.ContainsAnyExcept(LabelCharacters))
            {
                return false;
            }

            // An A-label that does not decode names nothing (RFC 5890 §2.3.2.1).
            if (label.StartsWith("xn--", StringComparison.Ordinal) && !TryDecode(label.ToString(), out _))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryEncode(string unicode, [NotNullWhen(true)] out string? ascii)
    {
        try
        {
            // IDNA folds case before it encodes; without globalization data the mapping does not.
            ascii = Idn.GetAscii(unicode.ToLowerInvariant()).ToLowerInvariant();
            return true;
        }
        catch (ArgumentException)
        {
            ascii = null;
            return false;
        }
    }

    private static bool TryDecode(string ascii, [NotNullWhen(true)] out string? unicode)
    {
        try
        {
            unicode = Idn.GetUnicode(ascii);
            return true;
        }
        catch (ArgumentException)
        {
            unicode = null;
            return false;
        }
    }
}
