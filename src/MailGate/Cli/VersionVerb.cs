using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MailGate.Cli;

/// <summary><c>mailgate version</c>: what a bug report needs.</summary>
internal sealed class VersionVerb : ICliVerb
{
    /// <summary>The product's version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public Command Create() =>
        new Command("version", "Print the version of MailGate and of what it runs on") { CommonOptions.Json() }.Runs((_, output) =>
        {
            output.Write(
                new Report(Version, Environment.Version.ToString(), RuntimeInformation.RuntimeIdentifier, OpenSsl()),
                r => output.Line($"mailgate {r.Version} (.NET {r.Dotnet}, {r.Platform}, OpenSSL {r.Openssl ?? "not found"})"));
            return ExitCode.Success;
        });

    private static string? OpenSsl()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        // 0xMNN00PP0: major, minor, patch.
        long number = SafeEvpPKeyHandle.OpenSslVersion;
        return $"{number >> 28}.{(number >> 20) & 0xff}.{(number >> 4) & 0xff}";
    }

    private sealed record Report(string Version, string Dotnet, string Platform, string? Openssl);
}
