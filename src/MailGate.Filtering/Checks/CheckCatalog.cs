using MailGate.Filtering.Pipeline;

namespace MailGate.Filtering.Checks;

/// <summary>All checks: the one list. A new check is one line here.</summary>
public static class CheckCatalog
{
    /// <summary>Every check, cheap and early ones first.</summary>
    public static IReadOnlyList<ICheck> All { get; } =
    [
        new IprevCheck(),
        new DnsblCheck(),
        new RateCheck(),
        new SpfHeloCheck(),
        new SpfCheck(),
        new HeadersCheck(),
        new DkimCheck(),
        new ArcCheck(),
        new DmarcCheck(),
        new MimeCheck(),
        new AttachmentsCheck(),
        new UrlsCheck(),
        new TextCheck(),
        new SpamCheck(),
    ];

    private static readonly Dictionary<string, ICheck> ByName = All.ToDictionary(check => check.Name);

    /// <summary>The check of this name, or null.</summary>
    public static ICheck? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What has to be worked out while a message streams in, for these checks to have it at its end.</summary>
    public static MessageNeeds NeedsOf(IEnumerable<string> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        MessageNeeds needs = MessageNeeds.None;
        foreach (string check in checks)
        {
            needs |= check switch
            {
                "dkim" => MessageNeeds.Dkim,
                "arc" => MessageNeeds.Arc,
                "dmarc" => MessageNeeds.Dkim,
                "mime" or "attachments" or "urls" or "text" => MessageNeeds.Mime,
                "spam" => MessageNeeds.Mime | MessageNeeds.Dkim,
                _ => MessageNeeds.None,
            };
        }

        return needs;
    }
}
