namespace MailGate.Configuration.Loading;

/// <summary>What to load: a file or the trial settings, and what the command line puts in place of them.</summary>
/// <param name="File">The main file, or null for trial mode.</param>
internal sealed record ConfigurationInput(string? File)
{
    /// <summary>File names that are looked for when none is given.</summary>
    public static IReadOnlyList<string> DefaultFiles { get; } = ["mailgate.yaml", "/etc/mailgate/mailgate.yaml"];

    /// <summary><c>--listen</c>: replaces all listeners.</summary>
    public string? Listen { get; init; }

    /// <summary><c>--admin</c>: replaces <c>admin.listen</c>.</summary>
    public string? Admin { get; init; }

    /// <summary><c>--downstream</c>: replaces <c>downstream</c> and all routes.</summary>
    public string? Downstream { get; init; }

    /// <summary><c>--data</c>: replaces <c>data</c>; a relative path is seen from the current folder.</summary>
    public string? Data { get; init; }

    /// <summary>Environment variables, for <c>${NAME}</c>.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The input for a file that may have been given; the first of <see cref="DefaultFiles"/> that exists, else trial mode.</summary>
    public static ConfigurationInput Find(string? file) => new(file ?? DefaultFiles.FirstOrDefault(System.IO.File.Exists));
}
