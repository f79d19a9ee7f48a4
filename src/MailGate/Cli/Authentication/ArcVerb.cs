using System.CommandLine;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate arc verify</c> and <c>seal</c>.</summary>
internal sealed class ArcVerb : ICliVerb
{
    public Command Create() => new("arc", "Validate and extend ARC chains (RFC 8617)") { new ArcVerifyCommand().Create(), new ArcSealCommand().Create() };
}
