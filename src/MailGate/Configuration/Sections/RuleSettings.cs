using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>Where the rules are.</summary>
internal sealed record RuleSettings
{
    [Setting("A rule file, or a folder of them.", DefaultText = "none: the built-in rules", Example = "rules/")]
    public FilePath? Path { get; init; }

    [Setting("Reload the rules when a file changes.")]
    public bool Reload { get; init; } = true;
}
