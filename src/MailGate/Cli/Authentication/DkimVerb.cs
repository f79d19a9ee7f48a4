using System.CommandLine;

namespace MailGate.Cli.Authentication;

/// <summary><c>mailgate dkim verify</c>, <c>sign</c> and <c>keygen</c>.</summary>
internal sealed class DkimVerb : ICliVerb
{
    public Command Create() => new("dkim", "Verify and make DKIM signatures (RFC 6376), make keys")
    {
        new DkimVerifyCommand().Create(), new DkimSignCommand().Create(), new DkimKeygenCommand().Create(),
    };
}
