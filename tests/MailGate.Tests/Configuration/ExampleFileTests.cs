using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MailGate.Configuration.Binding;
using MailGate.Configuration.Loading;
using MailGate.Configuration.Model;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Yaml;
using MailGate.Tests.Cli;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Tests.Configuration;

/// <summary>deploy/mailgate.yaml: complete, true, and valid.</summary>
internal sealed class ExampleFileTests
{
    private static readonly string FileName = Path.Combine(Repository.Root, "deploy", "mailgate.yaml");
    private static readonly string Text = File.ReadAllText(FileName);

    // What the head of the file promises: `#name:` and `#-` are settings, `# words` are words.
    private static readonly string Everything = Regex.Replace(Text, @"(?m)^( *)#(?=\S)", "$1");

    [Test]
    public async Task It_is_what_config_example_prints()
    {
        Run run = await Run.MailgateAsync("config", "example");

        Assert.That(run.Standard, Is.EqualTo(Text), "write it anew: mailgate config example > deploy/mailgate.yaml");
    }

    [Test]
    public void It_passes_the_check_and_says_what_no_file_says()
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationInput(FileName), TimeProvider.System);
        string[] defaults = [.. Dump(new RootSection()).Where(l => !l.StartsWith("downstream:", StringComparison.Ordinal))];

        Assert.That(loaded.Errors, Is.Empty);
        Assert.That(Dump(loaded.Root!).Where(l => !l.StartsWith("downstream:", StringComparison.Ordinal)), Is.EqualTo(defaults));
    }

    [Test]
    public void With_the_marks_removed_it_holds_every_setting_and_binds_without_an_error()
    {
        var errors = new ConfigurationErrors();
        var origins = new Origins();
        RootSection root = new SettingsBinder(errors, origins, new Interpolation(_ => "value-of-a-variable")).Bind<RootSection>(YamlReader.Read(Everything, FileName, errors)!);

        // The credentials file of an example is not on this machine.
        Assert.That(errors.Errors.Where(e => !e.Message.Contains("/run/credentials", StringComparison.Ordinal)), Is.Empty);
        Assert.That(SettingsDump.Of(root).Select(l => l.Path).Where(p => !origins.IsWritten(p)), Is.Empty);
        Assert.That(AllPaths(SectionModel.Of(typeof(RootSection)), "").Where(p => !origins.IsWritten(p)), Is.Empty);
    }

    [Test]
    public void It_is_valid_by_the_schema_with_and_without_the_marks()
    {
        JsonObject schema = JsonSchema.Create();

        Assert.That(SchemaCheck.Errors(schema, YamlReader.Read(Text, "f", new ConfigurationErrors())!), Is.Empty);
        Assert.That(SchemaCheck.Errors(schema, YamlReader.Read(Everything, "f", new ConfigurationErrors())!), Is.Empty);
    }

    [TestCase("hostnme: a.example")]
    [TestCase("limits: { recipients: many }")]
    [TestCase("limits: { recipients: 0 }")]
    [TestCase("limits: { idle: 300 }")]
    [TestCase("listeners: [ { tls: none } ]")]
    [TestCase("listeners: [ { address: a, tls: startls } ]")]
    [TestCase("domains: a.example")]
    public void What_the_check_refuses_the_schema_refuses(string yaml)
    {
        Assert.That(SchemaCheck.Errors(JsonSchema.Create(), YamlReader.Read(yaml, "f", new ConfigurationErrors())!), Is.Not.Empty);
    }

    [Test]
    public void Every_setting_has_a_description_that_is_a_sentence()
    {
        var pending = new Stack<SectionModel>([SectionModel.Of(typeof(RootSection))]);
        while (pending.TryPop(out SectionModel? section))
        {
            Assert.That(section.Settings.Select(s => s.Attribute.Description), Has.All.EndsWith("."), section.Type.Name);
            foreach (SettingModel setting in section.Settings.Where(s => s.Scalar is null))
            {
                pending.Push(SectionModel.Of(setting.ElementType));
            }
        }
    }

    private static IEnumerable<string> Dump(RootSection root) => SettingsDump.Of(root).Select(l => $"{l.Path}: {l.Value}");

    private static IEnumerable<string> AllPaths(SectionModel section, string prefix) => section.Settings.SelectMany(s => s.Kind switch
    {
        SettingKind.Section => AllPaths(SectionModel.Of(s.ElementType), $"{prefix}{s.Name}."),
        SettingKind.SectionList => AllPaths(SectionModel.Of(s.ElementType), $"{prefix}{s.Name}[0]."),
        _ => [prefix + s.Name],
    });
}
