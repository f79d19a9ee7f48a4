namespace MailGate.Configuration.Yaml;

/// <summary>What a configuration file may cost to read: a wrong file named by mistake is an error, not a hang.</summary>
internal static class YamlLimits
{
    public const int FileBytes = 1024 * 1024;
    public const int Files = 256;
    public const int IncludeDepth = 8;
    public const int Depth = 32;
    public const int Aliases = 100;

    /// <summary>Values in all, where a value that is named by an alias counts each time.</summary>
    public const int Values = 100_000;
}
