namespace MailGate.Cli;

/// <summary>What a user can put right: its message is printed as it is, without a stack trace, and the exit code returned.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.Failure) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
