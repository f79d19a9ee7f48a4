using System.Runtime.Versioning;
using MailGate.EndToEnd.Support;
using NUnit.Framework;

namespace MailGate.EndToEnd.Running;

/// <summary>The switches of .NET that the CPU per message depends on are in force however the program is started; the packages' tests see to theirs.</summary>
[SupportedOSPlatform("linux")]
internal sealed class RuntimeSwitchesTests
{
    [Test]
    public Task They_are_in_force_in_the_built_executable() => RunningSwitches.AssertInForceAsync([BuiltProgram.Path]);

    [Test]
    public Task They_are_in_force_in_the_library_that_dotnet_runs() => RunningSwitches.AssertInForceAsync([Tools.Find("dotnet", "dotnet-sdk-10.0"), BuiltProgram.Path + ".dll"]);
}
