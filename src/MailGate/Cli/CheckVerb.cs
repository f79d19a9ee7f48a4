using System.CommandLine;
using MailGate.Configuration.Binding;
using MailGate.Configuration.Loading;

namespace MailGate.Cli;

/// <summary><c>mailgate check</c>: all errors of a configuration with their places; exit code 1 when there are any.</summary>
internal sealed class CheckVerb : ICliVerb
{
    public Command Create()
    {
        Option<string?> config = CommonOptions.Config();
        return new Command("check", "Check a configuration: every error with file, line and column") { config, CommonOptions.Json() }
            .Runs((parse, output) => Check(ConfigurationInput.Find(parse.GetValue(config)), output));
    }

    private static int Check(ConfigurationInput input, Output output)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(input, TimeProvider.System);
        output.Write(
            new Report(loaded.Errors.Count == 0, input.File, [.. loaded.Errors.Select(Problem.Of)], [.. loaded.Warnings.Select(Problem.Of)]),
            _ => Print(input, loaded, output));
        return loaded.Errors.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(ConfigurationInput input, LoadedConfiguration loaded, Output output)
    {
        foreach (ConfigurationError error in loaded.Errors)
        {
            output.Note($"{error}");
        }

        foreach (ConfigurationError warning in loaded.Warnings)
        {
            output.Note($"{warning.Location}: warning: {(warning.Setting.Length == 0 ? "" : warning.Setting + ": ")}{warning.Message}");
        }

        string name = input.File ?? "no configuration file: trial mode";
        output.Line(loaded.Errors.Count == 0 ? $"{name}: good" : $"{name}: {loaded.Errors.Count} {(loaded.Errors.Count == 1 ? "error" : "errors")}");
    }

    private sealed record Report(bool Ok, string? File, Problem[] Errors, Problem[] Warnings);

    private sealed record Problem(string File, int Line, int Column, string Setting, string Message)
    {
        public static Problem Of(ConfigurationError error) =>
            new(error.Location.File, error.Location.Line, error.Location.Column, error.Setting, error.Message);
    }
}
