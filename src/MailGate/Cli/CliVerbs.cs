using MailGate.Cli.Authentication;

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
        new AuthVerb(),
        new SpfVerb(),
        new DkimVerb(),
        new DmarcVerb(),
        new ArcVerb(),
        new DnsVerb(),
        new ScanVerb(),
        new RulesVerb(),
        new RewriteVerb(),
        new ExplainVerb(),
        new QuarantineVerb(),
        new ReplayVerb(),
        new TopVerb(),
        new VersionVerb(),
    ];
}
