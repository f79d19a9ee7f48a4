using MailGate.Configuration.Model;

namespace MailGate.Configuration.Sections;

/// <summary>Header fields that the gateway writes and removes.</summary>
internal sealed record HeaderSettings
{
    [Setting("Write Authentication-Results, and remove incoming ones that claim our name.")]
    public bool AuthenticationResults { get; init; } = true;

    [Setting("Write the spam score as SpamAssassin does (X-Spam-Status, -Score, -Flag, -Level) or as rspamd does (X-Spamd-Result, -Bar, X-Spam).")]
    public SpamHeaders Spam { get; init; }

    [Setting("Incoming fields to remove.", Example = "[ X-Spam-Flag, X-Virus ]")]
    public IReadOnlyList<string> Remove { get; init; } = [];
}
