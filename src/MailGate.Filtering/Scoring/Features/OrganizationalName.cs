namespace MailGate.Filtering.Scoring.Features;

/// <summary>
/// The owner's part of a host name, by a rule that is part of the model: the last two labels, three below a country's co, com, org and their like.
/// (A public suffix list differs from machine to machine, and features must not.)
/// </summary>
internal static class OrganizationalName
{
    /// <summary>The owner's part; the name itself when it has no more.</summary>
    public static string Of(string host)
    {
        int last = host.LastIndexOf('.');
        if (last <= 0 || host[^1] == ']' || char.IsAsciiDigit(host[^1]))
        {
            return host;
        }

        int second = host.LastIndexOf('.', last - 1);
        if (second < 0)
        {
            return host;
        }

        ReadOnlySpan<char> label = host.AsSpan(second + 1, last - second - 1);
        bool isRegistry = host.Length - last == 3 && label is "co" or "com" or "net" or "org" or "gov" or "gob" or "gouv" or "ac" or "edu" or "or" or "ne" or "go" or "gv" or "ltd" or "plc" or "mil" or "nom" or "gen";
        int third = isRegistry ? host.LastIndexOf('.', second - 1) : second;
        return host[(third + 1)..];
    }

    /// <summary>The label that the owner chose: <c>example</c> of <c>www.example.co.uk</c>.</summary>
    public static ReadOnlySpan<char> Label(string organization)
    {
        int dot = organization.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? organization : organization.AsSpan(0, dot);
    }

    /// <summary>The last label.</summary>
    public static ReadOnlySpan<char> TopLevel(string host) => host.AsSpan(host.LastIndexOf('.') + 1);
}
