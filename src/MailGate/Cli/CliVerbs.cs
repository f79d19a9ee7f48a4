namespace MailGate.Cli;

/// <summary>The one list of verbs, in the order of the help.</summary>
internal static class CliVerbs
{
    public static IReadOnlyList<ICliVerb> All { get; } =
    [
        new RunVerb(),
        new SendVerb(),
        new CheckVerb(),
        new ConfigVerb(),
        new ModelVerb(),
        new LearnVerb(),
        new VersionVerb(),
    ];
}
