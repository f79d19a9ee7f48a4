using MailGate.Configuration.Model;

namespace MailGate.Configuration.Sections;

/// <summary>Header fields that the gateway writes and removes.</summary>
internal sealed record HeaderSettings
{
    [Setting("Write Authentication-Results, and remove incoming ones that claim our name.")]
    public bool AuthenticationResults { get; init; } = true;

    [Setting("Write the spam score as SpamAssassin does (X-Spam-Status, -Score, -Flag, -Level) or as rspamd does (X-Spamd-Result, -Bar, X-Spam).")]
    public SpamHeaders Spam { get; init; }

    [Setting("Incoming fields to remove; a name that ends in * stands for all that begin so. X-Spam*, X-Rspamd* and the like always go: they are somebody's wish.", Example = "[ X-Virus, \"X-Filter-*\" ]")]
    public IReadOnlyList<string> Remove { get; init; } = [];

    [Setting("Incoming fields that get another name; their values stay octet for octet.")]
    public IReadOnlyList<RenamedHeaderSection> Rename { get; init; } = [];

    [Setting("Fields that get a value in place of the one that came, or are added where none came.")]
    public IReadOnlyList<HeaderFieldSection> Replace { get; init; } = [];

    [Setting("Fields to add to every message.")]
    public IReadOnlyList<HeaderFieldSection> Add { get; init; } = [];

    [Setting("A text to put before the subject of every message that does not begin with it. For some of them only: a rule with prefix_subject.", DefaultText = "none", Example = "\"[EXTERNAL]\"")]
    public string? PrefixSubject { get; init; }
}

/// <summary>A header field with its value.</summary>
internal sealed record HeaderFieldSection
{
    [Setting("The field's name.", Required = true, Example = "X-Gateway")]
    public string? Name { get; init; }

    [Setting("Its value, without facts (rules have those: add_header). It is folded, and encoded (RFC 2047) where it is not ASCII.", Required = true, Example = "mx.example.com")]
    public string? Value { get; init; }
}

/// <summary>A header field with its new name.</summary>
internal sealed record RenamedHeaderSection
{
    [Setting("The name that comes.", Required = true, Example = "X-Old")]
    public string? Name { get; init; }

    [Setting("The name that goes on.", Required = true, Example = "X-New")]
    public string? To { get; init; }
}
