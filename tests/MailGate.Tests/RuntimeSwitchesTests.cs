using NUnit.Framework;

namespace MailGate.Tests;

internal sealed class RuntimeSwitchesTests
{
    private const string Threads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    [Test]
    [NonParallelizable]
    public void What_the_environment_says_is_kept_and_the_rest_is_set()
    {
        string? before = Environment.GetEnvironmentVariable(Threads);
        try
        {
            Environment.SetEnvironmentVariable(Threads, "7");
            RuntimeSwitches.Apply();

            Assert.That(Environment.GetEnvironmentVariable(Threads), Is.EqualTo("7"));
            Assert.That(Environment.GetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"), Is.EqualTo("1"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Threads, before);
        }
    }

    // Read by the runtime before any code of ours runs, whether the program is started by its own host or by dotnet.
    [Test]
    public void Waiting_threads_of_the_pool_do_not_spin()
    {
        string configuration = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mailgate.runtimeconfig.json"));

        Assert.That(configuration, Does.Contain("\"System.Threading.ThreadPool.UnfairSemaphoreSpinLimit\": 0"));
    }
}
