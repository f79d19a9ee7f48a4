using NUnit.Framework;

namespace MailGate.Tests.Common;

/// <summary>Where the project and the public test material beside it are.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>MailGate.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Public test suites, outside the project.</summary>
    public static string Conformance { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "conformance"));

    /// <summary>The project's own cases.</summary>
    public static string Vectors { get; } = Path.Combine(Root, "tests", "vectors");

    private static bool InContinuousIntegration => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>A file of <see cref="Conformance"/>, or null with the tests skipped where the folder is not there. In CI it must be there.</summary>
    public static string? ConformanceFile(params string[] path)
    {
        string file = Path.Combine([Conformance, .. path]);
        if (File.Exists(file) || Directory.Exists(file))
        {
            return file;
        }

        return InContinuousIntegration ? throw new FileNotFoundException("the conformance material must be beside the project in CI", file) : null;
    }

    /// <summary>The one test case that says why a suite could not run.</summary>
    public static TestCaseData MissingSuite(string name) => new TestCaseData(null).SetName($"{name}: ../shared/conformance is not here").Ignore("no conformance material");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MailGate.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("MailGate.sln is in no folder above the tests");
    }
}
