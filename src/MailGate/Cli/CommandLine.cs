using System.CommandLine;
using System.CommandLine.Invocation;

namespace MailGate.Cli;

/// <summary>The whole command line: verbs of <see cref="CliVerbs"/>, errors in one form, exit codes of <see cref="ExitCode"/>.</summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter standard, TextWriter error, CancellationToken cancellationToken = default)
    {
        // An address may begin with an at sign: it does not name a file of arguments.
        ParseResult parse = CreateRoot().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is null or ParseErrorAction)
        {
            return ExplainUsage(parse, error);
        }

        // No time-out: a verb that handles signals itself, as run does, decides how long it takes to end.
        var configuration = new InvocationConfiguration { Output = standard, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await parse.InvokeAsync(configuration, cancellationToken);
    }

    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("MailGate: an inline SMTP gateway that checks, rewrites and relays mail.");
        foreach (ICliVerb verb in CliVerbs.All)
        {
            root.Add(verb.Create());
        }

        return root;
    }

    private static int ExplainUsage(ParseResult parse, TextWriter error)
    {
        foreach (string message in parse.Errors.Select(e => e.Message).Distinct().DefaultIfEmpty("a command is required"))
        {
            error.WriteLine("mailgate: " + Output.Printable(message));
        }

        string path = string.Join(' ', parse.CommandResult.Command.Parents.OfType<Command>().Where(c => c is not RootCommand).Append(parse.CommandResult.Command)
            .Where(c => c is not RootCommand).Select(c => c.Name).Append("--help"));
        error.WriteLine($"Try: mailgate {path}");
        return ExitCode.Usage;
    }
}
