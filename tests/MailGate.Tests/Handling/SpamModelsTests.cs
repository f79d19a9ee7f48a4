using MailGate.Cli.Model;
using MailGate.Configuration;
using MailGate.Handling.Policy;
using MailGate.Tests.Configuration;
using NUnit.Framework;

namespace MailGate.Tests.Handling;

public class SpamModelsTests
{
    private const string Minimal = "downstream: \"127.0.0.1:2525\"\n";

    [Test]
    public void The_shipped_model_is_used_when_nothing_is_said() =>
        With("", settings =>
        {
            Assert.That(settings.Spam.ModelFile(), Is.EqualTo(ModelFiles.Shipped));
            Assert.That(SpamModels.Load(settings, TimeProvider.System, Assert.Fail), Is.Not.Null);
        });

    [Test]
    public void None_is_no_model() =>
        With("spam: { model: none }\n", settings => Assert.That(SpamModels.Load(settings, TimeProvider.System, Assert.Fail), Is.Null));

    [Test]
    public void A_damaged_model_is_refused_with_its_name_and_the_gateway_goes_on_without_it() =>
        With("spam: { model: bad.model }\n", settings =>
        {
            List<string> problems = [];
            Assert.That(SpamModels.Load(settings, TimeProvider.System, problems.Add), Is.Null);
            Assert.That(problems, Has.Count.EqualTo(1).And.One.Contains("bad.model").And.One.Contains("SHA-256"));
        });

    private static void With(string settings, Action<GatewaySettings> test)
    {
        using ConfigFolder folder = new();
        byte[] damaged = File.ReadAllBytes(ModelFiles.Shipped);
        damaged[^100]++;
        File.WriteAllBytes(folder.PathOf("bad.model"), damaged);
        folder.Write(ConfigFolder.Main, Minimal + settings);
        var loaded = folder.Load();
        Assert.That(loaded.Errors, Is.Empty);
        test(loaded.Settings!);
    }
}
