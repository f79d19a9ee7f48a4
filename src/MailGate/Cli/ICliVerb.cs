using System.CommandLine;

namespace MailGate.Cli;

/// <summary>One verb of the command line, such as <c>mailgate check</c>: one class, one file, one line in <see cref="CliVerbs"/>.</summary>
internal interface ICliVerb
{
    /// <summary>The command with its options, its help and what it runs (see <see cref="CommandExtensions"/>).</summary>
    Command Create();
}
