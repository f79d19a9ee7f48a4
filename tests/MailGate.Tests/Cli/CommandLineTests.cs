using System.CommandLine;
using System.Text.Json;
using MailGate.Cli;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class CommandLineTests
{
    [Test]
    public void Every_verb_of_the_assembly_is_in_the_one_list()
    {
        IEnumerable<Type> verbs = typeof(ICliVerb).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(ICliVerb)));

        Assert.That(CliVerbs.All.Select(v => v.GetType()), Is.EquivalentTo(verbs));
    }

    [Test]
    public void Every_command_and_option_has_a_description()
    {
        var pending = new Stack<Command>([CommandLine.CreateRoot()]);
        while (pending.TryPop(out Command? command))
        {
            Assert.That(command.Description, Is.Not.Null.And.Not.Empty, command.Name);
            Assert.That(command.Options.Where(o => string.IsNullOrEmpty(o.Description)).Select(o => $"{command.Name} {o.Name}"), Is.Empty);
            command.Subcommands.ToList().ForEach(pending.Push);
        }
    }

    [Test]
    public async Task Version_names_the_program_and_its_version()
    {
        Run run = await Run.MailgateAsync("version");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Standard, Does.Match(@"^mailgate \d+\.\d+\.\d+\S* \(\.NET 10\.\S+, .*OpenSSL [\d.]+\)\n$"));
        Assert.That(run.Error, Is.Empty);
    }

    [Test]
    public async Task Version_in_json_is_one_object_on_one_line()
    {
        Run run = await Run.MailgateAsync("version", "--json");

        Assert.That(run.Standard.TrimEnd('\n'), Does.Not.Contain('\n'));
        Assert.That(JsonDocument.Parse(run.Standard).RootElement.GetProperty("version").GetString(), Is.EqualTo(VersionVerb.Version));
    }

    [TestCase("vershun")]
    [TestCase("version", "--jsn")]
    [TestCase]
    public async Task A_wrong_command_line_is_explained_on_standard_error_with_exit_code_2(params string[] args)
    {
        Run run = await Run.MailgateAsync(args);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Standard, Is.Empty);
        Assert.That(run.Error, Does.StartWith("mailgate: ").And.Contain("--help"));
    }

    [Test]
    public async Task Help_goes_to_standard_output_with_exit_code_0()
    {
        Run run = await Run.MailgateAsync("--help");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Standard, Does.Contain("version"));
    }
}
