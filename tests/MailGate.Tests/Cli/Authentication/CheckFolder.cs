using System.Text;
using System.Text.Json;

namespace MailGate.Tests.Cli.Authentication;

/// <summary>A temporary folder with messages, keys and DNS records that the command line is run on.</summary>
internal sealed class CheckFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mailgate-cli-");

    public string Records => PathOf("records.txt");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public CheckFolder Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public CheckFolder Write(string name, byte[] octets)
    {
        File.WriteAllBytes(PathOf(name), octets);
        return this;
    }

    public CheckFolder WithRecords(string text) => Write("records.txt", text);

    /// <summary>Runs a command on the records; it must end with exit code 0.</summary>
    public async Task<Run> RunAsync(params string[] args)
    {
        Run run = await Run.MailgateAsync([.. args, "--records", Records]);
        return run.ExitCode == 0 ? run : throw new InvalidOperationException(run.Error);
    }

    /// <summary>The same with <c>--json</c>: the one object that is printed.</summary>
    public async Task<JsonElement> JsonAsync(params string[] args) => Json(await RunAsync([.. args, "--json"]));

    public static JsonElement Json(Run run)
    {
        using JsonDocument document = JsonDocument.Parse(run.Standard.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) ? throw new FormatException("not one line") : run.Standard);
        return document.RootElement.Clone();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
