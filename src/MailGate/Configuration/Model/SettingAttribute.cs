namespace MailGate.Configuration.Model;

/// <summary>Documents one setting: what it does (one sentence, for the schema and the guides), its bounds and whether it must be given.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string description) : Attribute
{
    public string Description { get; } = description;

    /// <summary>The setting must be written wherever its section is.</summary>
    public bool Required { get; init; }

    /// <summary>The least value, written as in the file.</summary>
    public string? Min { get; init; }

    /// <summary>The greatest value, written as in the file.</summary>
    public string? Max { get; init; }

    /// <summary>What the number counts, where the value itself has no unit.</summary>
    public string? Unit { get; init; }

    /// <summary>A value for the annotated example, written as in the file, where the default shows nothing.</summary>
    public string? Example { get; init; }

    /// <summary>The annotated example shows <see cref="Example"/> in force: without it a file would be incomplete.</summary>
    public bool ShowsExample { get; init; }

    /// <summary>What applies when the setting has no default value of its own.</summary>
    public string? DefaultText { get; init; }

    /// <summary>The port of an address that is written without one; 0: it must be written.</summary>
    public int DefaultPort { get; init; }
}
