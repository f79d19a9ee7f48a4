using System.CommandLine;
using MailGate.Cli.Quarantine;

namespace MailGate.Cli;

/// <summary><c>mailgate quarantine list</c>, <c>show</c>, <c>release</c> and <c>delete</c>.</summary>
internal sealed class QuarantineVerb : ICliVerb
{
    public Command Create() => new("quarantine", "List, show, release and delete messages that rules set aside")
    {
        new QuarantineListCommand().Create(),
        new QuarantineShowCommand().Create(),
        new QuarantineReleaseCommand().Create(),
        new QuarantineDeleteCommand().Create(),
    };
}
