using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>The spam model.</summary>
internal sealed record SpamSettings
{
    [Setting("The model file, or none for no spam score.", DefaultText = "the one that comes with the program", Example = "none")]
    public SpamModelPath? Model { get; init; }

    /// <summary>The model to use; null for none.</summary>
    public string? ModelFile() => (Model ?? SpamModelPath.Shipped).Full;

    [Setting("Use what this site learned (mailgate learn) on top of the model.")]
    public bool Learn { get; init; } = true;
}
