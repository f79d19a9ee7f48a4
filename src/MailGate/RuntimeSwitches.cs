namespace MailGate;

/// <summary>
/// Switches of the .NET socket engine, which are environment variables only and are read when the first socket is made.
/// The third one, the thread pool's spin limit, is in runtimeconfig.json through the project file.
/// </summary>
internal static class RuntimeSwitches
{
    // Socket completions run on the thread that polls: half the CPU per message. What is slow is moved off it where it is started.
    private static readonly (string Name, string Value)[] Switches =
    [
        ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"),
        ("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "2"),
    ];

    private const string SpinLimit = "System.Threading.ThreadPool.UnfairSemaphoreSpinLimit";

    /// <summary>Label and value of each switch as this process has it; empty where .NET's default is in force.</summary>
    public static (string Name, string Value)[] InForce =>
    [
        ("inline_completions", Environment.GetEnvironmentVariable(Switches[0].Name) ?? ""),
        ("socket_threads", Environment.GetEnvironmentVariable(Switches[1].Name) ?? ""),
        ("spin_limit", AppContext.GetData(SpinLimit)?.ToString() ?? ""),
    ];

    /// <summary>Sets each switch that the environment does not set; to be called before anything touches a socket.</summary>
    public static void Apply()
    {
        foreach ((string name, string value) in Switches)
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
