using System.Buffers;

namespace MailGate.Mail.Messages.Html;

/// <summary>What CSS declarations do to the visibility of text. One instance is used again and again: most of HTML mail is style.</summary>
internal sealed class HtmlStyle
{
    // "background-color"
    private const int LongestProperty = 16;

    private static readonly SearchValues<string> ImageFunctions = SearchValues.Create(["url(", "gradient("], StringComparison.OrdinalIgnoreCase);

    // For each first letter, the lengths of the properties that matter here, as bits.
    private static readonly int[] Lengths = BuildLengths(
        ["display", "visibility", "mso-hide", "opacity", "color", "background-color", "background", "background-image", "font", "font-size", "width", "height", "max-height",
         "max-width", "overflow", "overflow-x", "overflow-y", "text-indent", "left", "top", "margin-left", "margin-top", "position", "clip"]);

    private bool _clips;
    private bool _positioned;
    private bool _zeroBox;
    private bool _farAway;

    public HidingTricks Tricks { get; private set; }

    /// <summary>The text colour it sets, or <see cref="HtmlColor.Unknown"/>.</summary>
    public int Color { get; private set; } = HtmlColor.Unknown;

    /// <summary>The background it sets, or <see cref="HtmlColor.Unknown"/>.</summary>
    public int Background { get; private set; } = HtmlColor.Unknown;

    /// <summary>True when something other than a plain colour lies behind the text.</summary>
    public bool HasImage { get; private set; }

    /// <summary>The address of that image, or null.</summary>
    public string? ImageAddress { get; private set; }

    /// <summary>True when it sets a font size that can be read, which ends an inherited tiny one.</summary>
    public bool SetsReadableFont { get; private set; }

    public void Clear()
    {
        _clips = _positioned = _zeroBox = _farAway = HasImage = SetsReadableFont = false;
        Tricks = HidingTricks.None;
        Color = Background = HtmlColor.Unknown;
        ImageAddress = null;
    }

    /// <summary>Reads declarations such as <c>display: none; color: #fff</c>.</summary>
    public void Read(ReadOnlySpan<char> declarations)
    {
        while (!declarations.IsEmpty)
        {
            int end = declarations.IndexOf(';');
            ReadOnlySpan<char> declaration = end < 0 ? declarations : declarations[..end];
            declarations = end < 0 ? [] : declarations[(end + 1)..];
            int start = 0;
            while (start < declaration.Length && declaration[start] <= ' ')
            {
                start++;
            }

            declaration = declaration[start..];
            int colon = declaration.IndexOf(':');
            ReadOnlySpan<char> property = colon < 0 ? [] : declaration[..colon].TrimEnd();
            if (property.Length is > 0 and <= LongestProperty && ((Lengths[property[0] & 31] >> property.Length) & 1) != 0)
            {
                Apply(property, declaration[(colon + 1)..].Trim());
            }
        }

        Tricks |= _zeroBox && _clips ? HidingTricks.ZeroSize : 0;
        Tricks |= _farAway && _positioned ? HidingTricks.OffScreen : 0;
    }

    private static int[] BuildLengths(string[] properties)
    {
        int[] lengths = new int[32];
        foreach (string property in properties)
        {
            lengths[property[0] & 31] |= 1 << property.Length;
        }

        return lengths;
    }

    private void Apply(scoped ReadOnlySpan<char> property, ReadOnlySpan<char> value)
    {
        Span<char> lower = stackalloc char[LongestProperty];
        if (property.ContainsAnyInRange('A', 'Z'))
        {
            System.Text.Ascii.ToLower(property, lower, out int written);
            property = lower[..written];
        }

        switch (property)
        {
            case "display":
                Tricks |= Begins(value, "none") ? HidingTricks.NotDisplayed : 0;
                break;
            case "visibility":
                Tricks |= Begins(value, "hidden") || Begins(value, "collapse") ? HidingTricks.NotVisible : 0;
                break;
            case "mso-hide":
                Tricks |= Begins(value, "all") ? HidingTricks.MsoHide : 0;
                break;
            case "opacity":
                Tricks |= Number(value, out _) is >= 0 and < 0.05 ? HidingTricks.Transparent : 0;
                break;
            case "color":
                Color = HtmlColor.Parse(WithoutImportant(value));
                Tricks |= Color == HtmlColor.Transparent ? HidingTricks.Transparent : 0;
                break;
            case "background-color":
                Background = HtmlColor.Parse(WithoutImportant(value));
                break;
            case "background":
                ApplyBackground(value);
                break;
            case "background-image":
                HasImage |= !Begins(value, "none");
                ReadAddress(value);
                break;
            case "font":
            case "font-size":
                ApplyFont(value);
                break;
            default:
                ApplyBox(property, value);
                break;
        }
    }

    private void ApplyBox(scoped ReadOnlySpan<char> property, ReadOnlySpan<char> value)
    {
        switch (property)
        {
            case "width" or "height" or "max-height" or "max-width":
                _zeroBox |= Number(value, out _) is >= 0 and < 2 && !Begins(value, "auto");
                break;
            case "overflow" or "overflow-y" or "overflow-x":
                _clips |= Begins(value, "hidden");
                break;
            case "text-indent":
                Tricks |= Number(value, out _) < -500 ? HidingTricks.OffScreen : 0;
                break;
            case "left" or "top" or "margin-left" or "margin-top":
                _farAway |= Number(value, out _) < -500;
                _positioned |= property.StartsWith("margin");
                break;
            case "position":
                _positioned |= Begins(value, "absolute") || Begins(value, "fixed") || Begins(value, "relative");
                break;
            case "clip":
                Tricks |= value.Contains("rect(0", StringComparison.OrdinalIgnoreCase) ? HidingTricks.ZeroSize : 0;
                break;
            default:
                break;
        }
    }

    private void ApplyBackground(ReadOnlySpan<char> value)
    {
        value = WithoutImportant(value);
        HasImage |= value.ContainsAny(ImageFunctions);
        ReadAddress(value);
        int space = value.Contains('(') ? -1 : value.IndexOf(' ');
        Background = HtmlColor.Parse(space < 0 ? value : value[..space]);
    }

    private void ReadAddress(ReadOnlySpan<char> value)
    {
        int url = value.IndexOfAny(ImageFunctions);
        if (url >= 0 && Begins(value[url..], "url("))
        {
            ReadOnlySpan<char> address = value[(url + 4)..];
            int close = address.IndexOf(')');
            ImageAddress = (close < 0 ? address : address[..close]).Trim(" \t\r\n'\"").ToString();
        }
    }

    private void ApplyFont(ReadOnlySpan<char> value)
    {
        foreach (Range range in value.Split(' '))
        {
            double size = Number(value[range], out ReadOnlySpan<char> unit);
            if (double.IsNaN(size) || size < 0 || (unit.IsEmpty && size > 0))
            {
                continue;
            }

            double pixels = unit switch { "em" or "rem" => size * 16, "%" => size * 0.16, "pt" => size * 4 / 3, _ => size };
            Tricks |= pixels <= 2 ? HidingTricks.TinyFont : 0;
            SetsReadableFont |= pixels > 2;
            return;
        }
    }

    // The number a value begins with, or NaN; what follows it is the unit.
    private static double Number(ReadOnlySpan<char> value, out ReadOnlySpan<char> unit)
    {
        int i = value is ['-' or '+', ..] ? 1 : 0;
        int start = i;
        double number = 0, place = 1;
        bool fraction = false;
        for (; i < value.Length && (char.IsAsciiDigit(value[i]) || (value[i] == '.' && !fraction)); i++)
        {
            if (value[i] == '.')
            {
                fraction = true;
                continue;
            }

            place = fraction ? place / 10 : place;
            number = fraction ? number + ((value[i] - '0') * place) : (number * 10) + (value[i] - '0');
        }

        unit = value[i..];
        int end = unit.IndexOfAny(' ', '!', '/');
        unit = end < 0 ? unit : unit[..end];
        return i == start ? double.NaN : value[0] == '-' ? -number : number;
    }

    private static ReadOnlySpan<char> WithoutImportant(ReadOnlySpan<char> value) => value.IndexOf('!') is var mark and > 0 ? value[..mark].TrimEnd() : value;

    private static bool Begins(ReadOnlySpan<char> value, string word) => value.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
