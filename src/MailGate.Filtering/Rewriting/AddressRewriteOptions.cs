namespace MailGate.Filtering.Rewriting;

/// <summary>Rewriting of addresses as an administrator writes it; <see cref="AddressRewriter.TryCreate"/> checks and compiles it.</summary>
public sealed class AddressRewriteOptions
{
    /// <summary>One address to one address, applied once, before aliases (Postfix: canonical_maps).</summary>
    public IReadOnlyList<AddressMapping> Canonical { get; set; } = [];

    /// <summary>A recipient of the envelope to one or more, applied until nothing matches (Postfix: virtual_alias_maps).</summary>
    public IReadOnlyList<AddressMapping> Aliases { get; set; } = [];

    /// <summary>Domains whose subdomains are hidden in sender addresses: with <c>example.com</c>, <c>a@host.example.com</c> becomes <c>a@example.com</c>.</summary>
    public IReadOnlyList<string> MasqueradeDomains { get; set; } = [];

    /// <summary>Local parts that are never masqueraded, such as <c>root</c>.</summary>
    public IReadOnlyList<string> MasqueradeExceptions { get; set; } = [];

    /// <summary>Where masquerading applies.</summary>
    public RewriteScopes MasqueradeScopes { get; set; } = RewriteScopes.Both;

    /// <summary>The characters that part a local part from its tag, as in <c>user+tag</c>; empty: there are no tags (Postfix: recipient_delimiter).</summary>
    public string RecipientDelimiter { get; set; } = "";

    /// <summary>Removes the tag from recipients of the envelope after everything else, for a downstream that does not know tags.</summary>
    public bool StripSubaddress { get; set; }

    /// <summary>Most addresses that one recipient may become.</summary>
    public int MaxRecipients { get; set; } = 100;

    /// <summary>Most aliases that may lead to each other.</summary>
    public int MaxAliasDepth { get; set; } = 10;
}
