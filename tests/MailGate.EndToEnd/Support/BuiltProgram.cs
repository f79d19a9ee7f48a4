using MailGate.Tests.Common;

namespace MailGate.EndToEnd.Support;

/// <summary>The program as this build made it.</summary>
internal static class BuiltProgram
{
    // The tests and the program are built in one configuration.
    private static string Configuration =>
        AppContext.BaseDirectory.Contains($"{System.IO.Path.DirectorySeparatorChar}Debug{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Debug" : "Release";

    /// <summary>The executable.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "src", "MailGate", "bin", Configuration, "net10.0", "mailgate");
}
