using MailGate.Cli;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

public class LearnVerbTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("mailgate-learn").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_message_is_learned_once_and_unlearned_once()
    {
        string file = Path.Combine(_folder, "m.eml");
        await File.WriteAllTextAsync(file, "From: a@example.org\r\nSubject: offer\r\n\r\ncheap offer\r\n");
        string data = Path.Combine(_folder, "data");
        Assert.That(await Run("learn", "spam", file, "--data", data, "--json"), Does.Contain("\"messages\":1,\"unchanged\":0,\"spam\":1"));
        Assert.That(await Run("learn", "spam", file, "--data", data, "--json"), Does.Contain("\"messages\":0,\"unchanged\":1,\"spam\":1"));
        Assert.That(await Run("learn", "spam", file, "--undo", "--data", data, "--json"), Does.Contain("\"action\":\"unlearned\"").And.Contain("\"spam\":0"));
    }

    [Test]
    public async Task The_shipped_model_is_of_its_manifest() => Assert.That(await Run("model", "info", "--json"), Does.Contain("\"manifest_matches\":true"));

    private static async Task<string> Run(params string[] args)
    {
        StringWriter output = new(), error = new();
        int code = await CommandLine.RunAsync(args, output, error);
        Assert.That(code, Is.Zero, error.ToString());
        return output.ToString();
    }
}
