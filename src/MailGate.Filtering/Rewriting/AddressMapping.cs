using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Rewriting;

/// <summary>One line of an address map.</summary>
/// <param name="Match"><c>user@domain</c>, <c>@domain</c>, <c>@*.domain</c> (its subdomains), or a regular expression between slashes that must match the
/// whole address, such as <c>/(.*)\.(.*)@example\.com/</c>. Letter case does not matter.</param>
/// <param name="Targets">What it becomes: <c>user@domain</c>, <c>@domain</c> (the local part stays), or for a regular expression text with <c>$1</c> or <c>${name}</c>.</param>
/// <param name="Scopes">Where it applies.</param>
/// <param name="Roles">To whose addresses it applies.</param>
/// <param name="Source">Where it is written, or null.</param>
public sealed record AddressMapping(
    string Match,
    IReadOnlyList<string> Targets,
    RewriteScopes Scopes = RewriteScopes.Both,
    AddressRoles Roles = AddressRoles.Both,
    SourcePlace? Source = null);
