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

    [Setting("What happens when rules want the message treated differently for another recipient of its transaction. split: that recipient is told 452 4.5.3, and the client sends it in a transaction of its own. strictest: all get the strictest treatment and all header edits; who takes another route, or has mail discarded, is split off all the same.")]
    public RecipientsDiffer RecipientsDiffer { get; init; }
}
