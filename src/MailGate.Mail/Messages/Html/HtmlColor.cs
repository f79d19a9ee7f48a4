using System.Globalization;

namespace MailGate.Mail.Messages.Html;

/// <summary>Colours as HTML and CSS write them, to tell text that looks like its background.</summary>
internal static class HtmlColor
{
    public const int Unknown = -1;
    public const int Transparent = -2;
    public const int White = 0xFFFFFF;
    public const int Black = 0;

    private const int LeastVisibleDistance = 24;

    /// <summary>0xRRGGBB, <see cref="Transparent"/>, or <see cref="Unknown"/> for what is no colour.</summary>
    public static int Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text is ['#', ..])
        {
            return ParseHex(text[1..]);
        }

        if (text.StartsWith("rgb", StringComparison.OrdinalIgnoreCase) && text.IndexOf('(') is var open and > 0)
        {
            return ParseFunction(text[(open + 1)..].TrimEnd(')'));
        }

        Span<char> lower = stackalloc char[16];
        if (text.Length > lower.Length)
        {
            return Unknown;
        }

        System.Text.Ascii.ToLower(text, lower, out _);
        return lower[..text.Length] switch
        {
            "white" or "snow" or "ivory" or "ghostwhite" or "floralwhite" => White,
            "whitesmoke" => 0xF5F5F5,
            "black" => Black,
            "transparent" => Transparent,
            "red" => 0xFF0000,
            "green" => 0x008000,
            "blue" => 0x0000FF,
            "yellow" => 0xFFFF00,
            "silver" => 0xC0C0C0,
            "lightgray" or "lightgrey" => 0xD3D3D3,
            "gray" or "grey" => 0x808080,
            "navy" => 0x000080,
            "maroon" => 0x800000,
            "orange" => 0xFFA500,
            "purple" => 0x800080,
            "teal" => 0x008080,
            "aqua" or "cyan" => 0x00FFFF,
            _ => lower[..text.Length] is { Length: 6 } hex ? ParseHex(hex) : Unknown,
        };
    }

    /// <summary>True when text of one colour on the other cannot be read.</summary>
    public static bool AreAlike(int text, int background) =>
        text >= 0 && background >= 0
        && Math.Abs((text >> 16) - (background >> 16)) + Math.Abs(((text >> 8) & 255) - ((background >> 8) & 255)) + Math.Abs((text & 255) - (background & 255)) < LeastVisibleDistance;

    private static int ParseHex(ReadOnlySpan<char> digits)
    {
        if (digits.Length is 4 or 8 && digits[(digits.Length * 3 / 4)..].Trim('0').IsEmpty)
        {
            return Transparent;
        }

        int count = digits.Length is 3 or 4 ? 3 : 6;
        if (digits.Length < count)
        {
            return Unknown;
        }

        int color = 0;
        foreach (char c in digits[..count])
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return Unknown;
            }

            color = (color << 4) | (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }

        return count == 6 ? color : ((color >> 8) * 0x110000) | (((color >> 4) & 15) * 0x1100) | ((color & 15) * 0x11);
    }

    private static int ParseFunction(ReadOnlySpan<char> arguments)
    {
        int color = 0, count = 0;
        foreach (Range range in arguments.SplitAny(',', ' ', '/'))
        {
            ReadOnlySpan<char> argument = arguments[range].Trim();
            if (argument.IsEmpty)
            {
                continue;
            }

            if (++count == 4)
            {
                return double.TryParse(argument.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double alpha) && alpha < 0.05 ? Transparent : color;
            }

            bool percent = argument[^1] == '%';
            if (!double.TryParse(argument.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                return Unknown;
            }

            color = (color << 8) | (int)Math.Clamp(percent ? value * 2.55 : value, 0, 255);
        }

        return count >= 3 ? color : Unknown;
    }
}
