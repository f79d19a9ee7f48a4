using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailGate.Configuration;
using MailGate.Configuration.Loading;

namespace MailGate.Tests.Configuration;

/// <summary>A temporary folder with configuration files, removed at the end.</summary>
internal sealed class ConfigFolder : IDisposable
{
    public const string Main = "mailgate.yaml";

    public string Root { get; } = Directory.CreateTempSubdirectory("mailgate-config-").FullName;

    public Dictionary<string, string?> Environment { get; } = [];

    public string PathOf(string name) => Path.Combine(Root, name);

    public ConfigFolder Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return this;
    }

    public ConfigurationInput Input => new(PathOf(Main)) { Environment = Environment.GetValueOrDefault };

    public LoadedConfiguration Load() => ConfigurationLoader.Load(Input, TimeProvider.System);

    /// <summary>Errors as <c>line:column: message</c> for the main file and <c>name:line:column: message</c> for others.</summary>
    public string[] Errors() =>
        [.. Load().Errors.Select(e => e.ToString().Replace(PathOf(Main) + ":", "", StringComparison.Ordinal).Replace(Root + "/", "", StringComparison.Ordinal))];

    public static GatewaySettings Good(string yaml)
    {
        using var folder = new ConfigFolder();
        LoadedConfiguration loaded = folder.Write(Main, yaml).Load();
        return loaded.Settings ?? throw new InvalidOperationException(string.Join('\n', loaded.Errors));
    }

    public static string[] ErrorsOf(string yaml)
    {
        using var folder = new ConfigFolder();
        return folder.Write(Main, yaml).Errors();
    }

    /// <summary>Writes a self-signed certificate and its key as PEM files.</summary>
    public ConfigFolder WriteCertificate(string cert, string key, int days = 365)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mx.example.com", ec, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(days));
        return Write(cert, certificate.ExportCertificatePem()).Write(key, ec.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
