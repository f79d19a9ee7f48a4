namespace MailGate.Configuration.Model;

/// <summary>The word for an enum member or setting where it is not its name in snake_case.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
internal sealed class SettingNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
