using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>The spam model.</summary>
internal sealed record SpamSettings
{
    [Setting("The model file.", DefaultText = "none: no spam score", Example = "/usr/share/mailgate/models/spam.model")]
    public FilePath? Model { get; init; }

    [Setting("Use what this site learned (mailgate learn) on top of the model.")]
    public bool Learn { get; init; } = true;
}
