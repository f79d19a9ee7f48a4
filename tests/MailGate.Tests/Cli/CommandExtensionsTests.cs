using System.CommandLine;
using MailGate.Cli;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class CommandExtensionsTests
{
    [Test]
    public async Task What_a_user_can_put_right_is_one_line_without_a_stack_trace()
    {
        Run run = await RunAsync(_ => throw new CliException("no such file: a.eml"));

        Assert.That(run, Is.EqualTo(new Run(ExitCode.Failure, "", "mailgate: no such file: a.eml\n")));
    }

    [Test]
    public async Task A_file_error_is_a_failure()
    {
        Run run = await RunAsync(_ => throw new FileNotFoundException("Could not find file 'x'."));

        Assert.That(run, Is.EqualTo(new Run(ExitCode.Failure, "", "mailgate: Could not find file 'x'.\n")));
    }

    [Test]
    public async Task An_error_of_the_program_asks_to_be_reported()
    {
        Run run = await RunAsync(_ => throw new InvalidOperationException("boom"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Internal));
        Assert.That(run.Error, Does.StartWith("mailgate: internal error").And.Contain("boom"));
    }

    private static async Task<Run> RunAsync(Func<Output, int> body)
    {
        using var standard = new StringWriter();
        using var error = new StringWriter();
        Command command = new RootCommand().Runs((_, output) => body(output));
        int code = await command.Parse([]).InvokeAsync(new InvocationConfiguration { Output = standard, Error = error, EnableDefaultExceptionHandler = false });
        return new Run(code, standard.ToString(), error.ToString());
    }
}
