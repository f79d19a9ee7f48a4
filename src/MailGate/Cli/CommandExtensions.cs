using System.CommandLine;

namespace MailGate.Cli;

internal static class CommandExtensions
{
    /// <summary>
    /// Sets what the command runs. It gets the <see cref="Output"/> and returns an <see cref="ExitCode"/>; what it throws becomes one line on
    /// standard error and an exit code.
    /// </summary>
    public static Command Runs(this Command command, Func<ParseResult, Output, CancellationToken, Task<int>> body)
    {
        command.SetAction((parse, cancellationToken) => RunAsync(parse, body, cancellationToken));
        return command;
    }

    /// <summary>As <see cref="Runs(Command, Func{ParseResult, Output, CancellationToken, Task{int}})"/> for what needs no waiting.</summary>
    public static Command Runs(this Command command, Func<ParseResult, Output, int> body) =>
        command.Runs((parse, output, _) => Task.FromResult(body(parse, output)));

    private static async Task<int> RunAsync(ParseResult parse, Func<ParseResult, Output, CancellationToken, Task<int>> body, CancellationToken cancellationToken)
    {
        bool json = parse.CommandResult.Command.Options.Any(o => o.Name == CommonOptions.JsonName) && parse.GetValue<bool>(CommonOptions.JsonName);
        var output = new Output(parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, json);
        try
        {
            return await body(parse, output, cancellationToken);
        }
        catch (CliException e)
        {
            output.Error(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.Error(e.Message);
            return ExitCode.Failure;
        }
        catch (Exception e)
        {
            output.Error($"internal error, please report it: {e}");
            return ExitCode.Internal;
        }
    }
}
