using MailGate.EndToEnd.Deploy;
using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Packages;

/// <summary>What the scripts of <c>deploy/</c> make, published once for all tests that pack it.</summary>
internal sealed class PublishedGateway : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mailgate-packages-");

    private PublishedGateway()
    {
    }

    /// <summary>The published program.</summary>
    public string App => PathOf("app");

    /// <summary>Publishes it.</summary>
    public static async Task<PublishedGateway> CreateAsync()
    {
        PublishedGateway published = new();
        await ScriptAsync(TimeSpan.FromMinutes(8), "publish.sh", published.App);
        return published;
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>What a script of <c>deploy/</c> makes of the published program: packed once, for all tests.</summary>
    public async Task<string> PackedAsync(string script)
    {
        // lintian takes a file for a package by the end of its name.
        string name = "once-" + script.Replace('/', '-') + (script.StartsWith("deb", StringComparison.Ordinal) ? ".deb" : "");
        return File.Exists(PathOf(name)) ? PathOf(name) : await PackAsync(script, name);
    }

    /// <summary>Packs the published program by a script of <c>deploy/</c>; compressed quickly, not well.</summary>
    public async Task<string> PackAsync(string script, string name)
    {
        await ScriptAsync(TimeSpan.FromMinutes(4), script, App, PathOf(name));
        return PathOf(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task ScriptAsync(TimeSpan patience, string script, params string[] arguments)
    {
        string env = Tools.Find("env", "coreutils");
        string[] command = ["XZ_LEVEL=0", "GZIP_LEVEL=1", Tools.Find("timeout", "coreutils"), ((int)patience.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture), DeployFiles.PathOf(script.Split('/')), .. arguments];
        (int code, string output) = await Tools.RunAsync(env, command, patience: patience);
        Assert.That(code, Is.Zero, $"{script}: {output}");
    }
}
