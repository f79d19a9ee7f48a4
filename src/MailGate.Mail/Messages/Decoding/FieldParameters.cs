using System.Globalization;
using System.Text;

namespace MailGate.Mail.Messages.Decoding;

/// <summary>
/// A structured field such as Content-Type: a value and parameters (RFC 2045 §5.1, RFC 2231), read leniently. A parameter that readers take in
/// several ways has several readings, and <see cref="Views"/> gives them all: what one client would see must not be hidden from the gateway (ATTACKS C04).
/// </summary>
internal sealed class FieldParameters
{
    private const int MaxViews = 16;
    private const int MaxViewLength = 1024;
    private const int KeptEnd = 64;

    private FieldParameters(string value, bool valueHadComment, List<FieldParameter> parameters, bool truncated, bool isMalformed)
    {
        Value = value;
        ValueHadComment = valueHadComment;
        Parameters = parameters;
        Truncated = truncated;
        IsMalformed = isMalformed;
    }

    /// <summary>What stands before the parameters, without comments and surrounding white space.</summary>
    public string Value { get; }

    public bool ValueHadComment { get; }

    /// <summary>The parameters in order of appearance, names in lower case.</summary>
    public IReadOnlyList<FieldParameter> Parameters { get; }

    /// <summary>True when the field had more parameters than were asked for.</summary>
    public bool Truncated { get; }

    /// <summary>True when a semicolon was missing or a quoted string did not end.</summary>
    public bool IsMalformed { get; }

    public static FieldParameters Parse(string field, int maxParameters)
    {
        ParameterScanner scanner = new(field);
        string value = scanner.ReadValue(out bool comment);
        List<FieldParameter> parameters = [];
        while (scanner.TryReadParameter(out FieldParameter parameter))
        {
            if (parameters.Count == maxParameters)
            {
                return new FieldParameters(value, comment, parameters, truncated: true, scanner.IsMalformed);
            }

            parameters.Add(parameter);
        }

        return new FieldParameters(value, comment, parameters, truncated: false, scanner.IsMalformed);
    }

    /// <summary>
    /// Every value that a reader could take for the parameter, best first: RFC 2231 forms, then plain ones; plain names also with their encoded
    /// words decoded (RFC 2047 forbids them there and everybody writes them). Empty when it is not given.
    /// </summary>
    public List<string> Views(string name, out bool conflicting)
    {
        List<string> views = [];
        int forms = AddContinued(name, views);
        foreach (FieldParameter parameter in Parameters)
        {
            if (parameter.Name.Length == name.Length + 1 && parameter.Name[^1] == '*' && parameter.Name.StartsWith(name, StringComparison.Ordinal))
            {
                forms++;
                Add(views, DecodeExtended(parameter.Value, out _));
                // A quote is missing before the text.
                if (parameter.Value.AsSpan().Count('\'') == 1)
                {
                    Add(views, Charsets.Decode(Percent.Decode(parameter.Value.AsSpan(parameter.Value.IndexOf('\'', StringComparison.Ordinal) + 1)), "", out _));
                }
            }
        }

        foreach (FieldParameter parameter in Parameters)
        {
            if (parameter.Name == name)
            {
                forms++;
                AddPlain(views, parameter);
            }
        }

        conflicting = forms > 1 && views.Count > 1;
        return views;
    }

    /// <summary>The first view, or null.</summary>
    public string? First(string name) => Parameters.Count == 0 ? null : Views(name, out _) is [string first, ..] ? first : null;

    private static void AddPlain(List<string> views, FieldParameter parameter)
    {
        string decoded = EncodedWords.Decode(parameter.Value);
        Add(views, decoded);
        Add(views, parameter.Value);
        // Senders percent-encode plain values, too, and some clients decode them.
        if (decoded.Contains('%', StringComparison.Ordinal))
        {
            Add(views, DecodeExtended(decoded, out _));
        }

        foreach (string other in parameter.OtherReadings)
        {
            Add(views, other);
        }
    }

    // RFC 2231 §3: name*0, name*1*, ... joined by number; the pieces marked with * are percent-encoded, the first names the charset.
    private int AddContinued(string name, List<string> views)
    {
        SortedList<int, FieldParameter> pieces = [];
        List<FieldParameter> inOrder = [];
        foreach (FieldParameter parameter in Parameters)
        {
            if (parameter.Name.Length > name.Length + 1 && parameter.Name[name.Length] == '*' && parameter.Name.StartsWith(name, StringComparison.Ordinal)
                && int.TryParse(parameter.Name.AsSpan(name.Length + 1).TrimEnd('*'), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                pieces.TryAdd(number, parameter);
                inOrder.Add(parameter);
            }
        }

        if (inOrder.Count == 0)
        {
            return 0;
        }

        string joined = Join([.. pieces.Values]);
        Add(views, joined);
        Add(views, Join(inOrder));
        int forms = inOrder.Count == pieces.Count ? 1 : 2;
        if (pieces.Keys[^1] != pieces.Keys[0] + pieces.Count - 1)
        {
            // RFC 2231 §3: the numbers have no gaps; readers stop at one, or do not mind.
            forms++;
            int whole = 1;
            while (pieces.Keys[whole] == pieces.Keys[0] + whole)
            {
                whole++;
            }

            Add(views, Join([.. pieces.Values.Take(whole)]));
        }

        if (forms > 1)
        {
            // Of pieces with one number, others take the last.
            foreach (FieldParameter piece in inOrder)
            {
                pieces[NumberOf(piece, name)] = piece;
            }

            Add(views, Join([.. pieces.Values]));
        }

        // Some decode the octets of every piece when they do of one.
        Add(views, Charsets.Decode(Percent.Decode(joined), "", out _));
        return forms;
    }

    private static int NumberOf(FieldParameter piece, string name) => int.Parse(piece.Name.AsSpan(name.Length + 1).TrimEnd('*'), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Join(List<FieldParameter> pieces)
    {
        List<byte> octets = [];
        string charset = "";
        for (int i = 0; i < pieces.Count; i++)
        {
            string value = pieces[i].Value;
            if (pieces[i].Name[^1] != '*')
            {
                octets.AddRange(Encoding.UTF8.GetBytes(value));
                continue;
            }

            // The charset stands in the first piece; senders put it into the first that is encoded, too.
            if (i == 0 || (charset.Length == 0 && value.AsSpan().Count('\'') == 2))
            {
                value = SplitExtended(value, out charset);
            }

            octets.AddRange(Percent.Decode(value));
        }

        return EncodedWords.Decode(Charsets.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(octets), charset, out _));
    }

    // RFC 2231 §4: charset'language'text.
    private static string DecodeExtended(string value, out string charset) => Charsets.Decode(Percent.Decode(SplitExtended(value, out charset)), charset, out _);

    private static string SplitExtended(string value, out string charset)
    {
        int first = value.IndexOf('\'', StringComparison.Ordinal);
        int second = first < 0 ? -1 : value.IndexOf('\'', first + 1);
        charset = first < 0 ? "" : value[..first];
        return second < 0 ? value : value[(second + 1)..];
    }

    private static void Add(List<string> views, string view)
    {
        if (view.Length > MaxViewLength)
        {
            // What a file is called ends in what it is.
            view = string.Concat(view.AsSpan(0, MaxViewLength - KeptEnd), view.AsSpan(view.Length - KeptEnd));
        }

        if (views.Count < MaxViews && !views.Contains(view))
        {
            views.Add(view);
        }

        // C readers stop at NUL.
        int nul = view.IndexOf('\0', StringComparison.Ordinal);
        if (nul > 0 && views.Count < MaxViews && !views.Contains(view[..nul]))
        {
            views.Add(view[..nul]);
        }
    }
}
