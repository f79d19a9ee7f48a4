using System.Globalization;
using System.Text;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Rewriting;

/// <summary>
/// The headers by which mailboxes and their filters learn about spam, in the forms of SpamAssassin and rspamd. Copies that came with the message are
/// somebody's wish: all of the family are removed, whichever of them are written.
/// </summary>
public static class SpamHeaders
{
    private const int MaxSymbols = 200;
    private const int MaxBar = 50;

    // Names are compared without case; HeaderSection has dropped white space before the colon already.
    private static readonly byte[][] Families = ["X-Spam-"u8.ToArray(), "X-Spamd-"u8.ToArray(), "X-Rspamd-"u8.ToArray(), "X-Spam_"u8.ToArray()];

    private static readonly byte[][] Names =
        ["X-Spam"u8.ToArray(), "X-Spamd"u8.ToArray(), "X-Rspamd"u8.ToArray(), "X-MS-Exchange-Organization-SCL"u8.ToArray()];

    /// <summary>Removes every spam header that a message came with.</summary>
    public static HeaderEdit RemoveForged { get; } = new HeaderEdit.RemoveWhere("X-Spam-*, X-Spamd-*, X-Rspamd-*", IsSpamHeader);

    /// <summary>True for a field that a mailbox could take for a spam filter's verdict.</summary>
    public static bool IsSpamHeader(HeaderField field)
    {
        ReadOnlySpan<byte> name = field.NameBytes;
        foreach (byte[] family in Families)
        {
            if (name.Length >= family.Length && Ascii.EqualsIgnoreCase(name[..family.Length], family))
            {
                return true;
            }
        }

        foreach (byte[] exact in Names)
        {
            if (Ascii.EqualsIgnoreCase(name, exact))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The edits that write the wanted headers; forged ones are removed first.</summary>
    public static IReadOnlyList<HeaderEdit> Write(SpamSummary summary, SpamHeaderKinds kinds)
    {
        ArgumentNullException.ThrowIfNull(summary);
        List<HeaderEdit> edits = [RemoveForged];
        Add(SpamHeaderKinds.Flag, "X-Spam-Flag", summary.IsSpam ? "YES" : null);
        Add(SpamHeaderKinds.Score, "X-Spam-Score", Number(summary.Score, "0.0"));
        Add(SpamHeaderKinds.Level, "X-Spam-Level", Level(summary.Score));
        Add(SpamHeaderKinds.Status, "X-Spam-Status", Status(summary));
        Add(SpamHeaderKinds.Spam, "X-Spam", summary.IsSpam ? "Yes" : null);
        Add(SpamHeaderKinds.SpamdBar, "X-Spamd-Bar", Bar(summary.Score));
        Add(SpamHeaderKinds.RspamdAction, "X-Rspamd-Action", Clean(summary.RspamdAction));
        Add(SpamHeaderKinds.SpamdResult, "X-Spamd-Result", SpamdResult(summary));
        return edits;

        void Add(SpamHeaderKinds kind, string name, string? value)
        {
            if (kinds.HasFlag(kind) && value is not null)
            {
                edits.Add(new HeaderEdit.Add(name, value));
            }
        }
    }

    private static string Status(SpamSummary summary)
    {
        StringBuilder value = new();
        value.Append(summary.IsSpam ? "Yes" : "No")
            .Append(", score=").Append(Number(summary.Score, "0.0"))
            .Append(" required=").Append(Number(summary.Required, "0.0"))
            .Append(" tests=");
        // White space after each comma lets the list be folded; SpamAssassin writes it so, too.
        value.AppendJoin(", ", summary.Hits.Take(MaxSymbols).Select(hit => $"{Clean(hit.Name)}={Number(hit.Score, "0.##")}"));
        return value.Append(summary.Hits.Count == 0 ? "none" : "").Append(" autolearn=no version=MailGate").ToString();
    }

    private static string SpamdResult(SpamSummary summary)
    {
        StringBuilder value = new();
        value.Append("default: ").Append(summary.IsSpam ? "True" : "False")
            .Append(" [").Append(Number(summary.Score, "0.00")).Append(" / ").Append(Number(summary.RejectScore, "0.00")).Append(']');
        foreach (SpamSymbol hit in summary.Hits.Take(MaxSymbols))
        {
            value.Append("; ").Append(Clean(hit.Name)).Append('(').Append(Number(hit.Score, "0.00")).Append(")[")
                .AppendJoin(',', hit.Options.Take(10).Select(Clean)).Append(']');
        }

        return value.ToString();
    }

    private static string? Level(double score) => WholePoints(score) is var points and > 0 ? new string('*', points) : null;

    private static string Bar(double score) =>
        WholePoints(Math.Abs(score)) is var points and > 0 ? new string(score < 0 ? '-' : '+', points) : "/";

    private static int WholePoints(double score) => double.IsNaN(score) ? 0 : (int)Math.Clamp(Math.Floor(score), 0, MaxBar);

    private static string Number(double value, string format) =>
        (double.IsFinite(value) ? value : 0).ToString(format, CultureInfo.InvariantCulture);

    // What came from the message must not look like another symbol, another score or the end of the list.
    private static string Clean(string text)
    {
        StringBuilder clean = new(Math.Min(text.Length, 100));
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, 100)))
        {
            clean.Append(c is > ' ' and <= '~' and not ('[' or ']' or '(' or ')' or ';' or ',' or '=') ? c : c == ' ' ? ' ' : '?');
        }

        return clean.ToString();
    }
}
