using MailGate.Cli;

namespace MailGate.Tests.Cli;

/// <summary>The command line run inside the test process, with what it printed.</summary>
internal sealed record Run(int ExitCode, string Standard, string Error)
{
    public static async Task<Run> MailgateAsync(params string[] args)
    {
        using var standard = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(args, standard, error);
        return new Run(code, standard.ToString(), error.ToString());
    }
}
