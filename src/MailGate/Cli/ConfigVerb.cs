using System.CommandLine;
using System.Text.Json;
using MailGate.Configuration.Binding;
using MailGate.Configuration.Loading;
using MailGate.Configuration.Model;
using MailGate.Configuration.Sections;

namespace MailGate.Cli;

/// <summary><c>mailgate config show</c>, <c>schema</c> and <c>example</c>.</summary>
internal sealed class ConfigVerb : ICliVerb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string ExampleHead = """
        Every setting of MailGate with its meaning, unit and default, as `mailgate config example` prints it.
        A file needs only what differs: downstream (or routes) and domains at least.
        What begins with `#name:` or `#-` has no default or is an item of a list: remove the `#` to use it.
        Times have a unit (500ms 30s 5m 1h 14d), sizes too (512KB 50MB 2GB, by 1024). "${NAME}", "${NAME:-default}" and
        "${file:PATH}" put an environment variable or a file's text into any value.
        Relative paths are seen from this file's folder.
        """;

    public Command Create() => new("config", "Show the configuration in force, its schema, or an example of everything") { Show(), Schema(), Example() };

    private static Command Show()
    {
        Option<string?> config = CommonOptions.Config();
        var origin = new Option<bool>("--origin") { Description = "Say where each value comes from: file, line and column, or default" };
        return new Command("show", "Every setting with its value, defaults included; secrets are hidden") { config, origin, CommonOptions.Json() }
            .Runs((parse, output) => Print(ConfigurationInput.Find(parse.GetValue(config)), parse.GetValue(origin), output));
    }

    private static Command Schema() =>
        new Command("schema", "Print the JSON Schema of the configuration file, for editors").Runs((_, output) =>
        {
            output.Standard.WriteLine(JsonSchema.Create().ToJsonString(Indented));
            return ExitCode.Success;
        });

    private static Command Example() =>
        new Command("example", "Print a configuration file with every setting, its meaning, unit and default").Runs((_, output) =>
        {
            output.Standard.Write(ExampleWriter.Write<RootSection>(ExampleHead));
            return ExitCode.Success;
        });

    private static int Print(ConfigurationInput input, bool withOrigin, Output output)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(input, TimeProvider.System);
        foreach (ConfigurationError error in loaded.Errors)
        {
            output.Error(error.ToString());
        }

        if (loaded.Root is null)
        {
            return ExitCode.Failure;
        }

        ShownSetting[] settings = [.. SettingsDump.Of(loaded.Root).Select(line => new ShownSetting(line.Path, line.Value, OriginOf(line.Path, loaded)))];
        output.Write(settings, _ => PrintLines(settings, withOrigin, output));
        return loaded.Errors.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void PrintLines(ShownSetting[] settings, bool withOrigin, Output output)
    {
        int width = Math.Min(60, settings.Max(s => s.Setting.Length + s.Value.Length + 2));
        foreach (ShownSetting setting in settings)
        {
            string text = $"{setting.Setting}: {setting.Value}";
            output.Line(withOrigin ? $"{text.PadRight(width)}  # {setting.Origin}" : text);
        }
    }

    private static string OriginOf(string path, LoadedConfiguration loaded) =>
        loaded.Origins.IsWritten(path) ? loaded.Origins.Of(path).ToString() : "default";

    private sealed record ShownSetting(string Setting, string Value, string Origin);
}
