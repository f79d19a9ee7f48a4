using MailGate.EndToEnd.Dkim;

namespace MailGate.EndToEnd.Authentication;

/// <summary>The built program, as an administrator calls it.</summary>
internal static class MailgateProgram
{
    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "mailgate.exe" : "mailgate");

    /// <summary>Runs it to its end with a message on standard input.</summary>
    public static Task<(int ExitCode, byte[] Output, string Errors)> RunAsync(byte[] input, params string[] arguments) =>
        ExternalProgram.RunAsync(Path, arguments, input);
}
