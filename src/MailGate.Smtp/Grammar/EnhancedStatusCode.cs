using System.Globalization;

namespace MailGate.Smtp.Grammar;

/// <summary>An enhanced mail system status code: class, subject and detail (RFC 3463 §2, registry of RFC 5248).</summary>
public readonly record struct EnhancedStatusCode(byte Class, ushort Subject, ushort Detail)
{
    /// <summary>No code: of a greeting, of EHLO's reply, of 354.</summary>
    public static EnhancedStatusCode None => default;

    /// <summary>True for <see cref="None"/>.</summary>
    public bool IsNone => Class == 0;

    /// <summary>The same subject and detail in the class of another reply code: 5.1.1 becomes 4.1.1.</summary>
    public EnhancedStatusCode WithClass(int statusClass) => this with { Class = (byte)statusClass };

    /// <summary>Reads <c>class.subject.detail</c> at the start of a reply's text (RFC 2034 §4); false when there is none.</summary>
    /// <param name="text">Text that may begin with a code.</param>
    /// <param name="code">The code read.</param>
    /// <param name="length">Characters of the code, without the space after it.</param>
    public static bool TryParsePrefix(ReadOnlySpan<char> text, out EnhancedStatusCode code, out int length)
    {
        code = default;
        length = text.IndexOf(' ');
        ReadOnlySpan<char> token = length < 0 ? text : text[..length];
        length = token.Length;
        if (token.Length is < 5 or > 9 || token[0] is not ('2' or '4' or '5') || token[1] != '.')
        {
            return false;
        }

        ReadOnlySpan<char> rest = token[2..];
        int dot = rest.IndexOf('.');
        if (dot is < 1 or > 3
            || !ushort.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out ushort subject)
            || !ushort.TryParse(rest[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort detail)
            || detail > 999)
        {
            return false;
        }

        code = new EnhancedStatusCode((byte)(token[0] - '0'), subject, detail);
        return true;
    }

    public override string ToString() => IsNone ? "" : string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");
}
