using MailGate.Filtering.Rules.Loading;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Loading;

public class RuleFolderTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("mailgate-rules-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Files_are_read_in_the_order_of_their_names_with_the_lists_beside_them()
    {
        Write("20-b.yaml", "rules: [ { name: B, when: 'helo.name in lists.names', score: 1 } ]");
        Write("10-a.yml", "rules: [ { name: A, when: 'true', score: 1 } ]");
        Write("lists/names.txt", "x");
        Write("tests/t.yaml", "tests: []");
        Write(".hidden.yaml", "!");
        Write("notes.txt", "!");

        RuleSetResult result = RuleFolder.Load(_folder);

        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.RuleSet!.Rules.Select(rule => rule.Name), Is.EqualTo(new[] { "A", "B" }));
    }

    [Test]
    public void A_single_file_has_the_lists_beside_it()
    {
        Write("a.yaml", "rules: [ { name: A, when: 'helo.name in lists.names', score: 1 } ]");
        Write("lists/names.txt", "x");

        Assert.That(RuleFolder.Load(Path.Combine(_folder, "a.yaml")).Errors, Is.Empty);
    }

    [Test]
    public void What_is_not_there_is_an_error() =>
        Assert.That(RuleFolder.Load(Path.Combine(_folder, "none")).Errors.Single().Message, Is.EqualTo("no such file or folder"));

    [Test]
    public void A_rule_file_of_a_hundred_megabytes_is_an_error_and_is_not_read()
    {
        using (FileStream file = File.Create(Path.Combine(_folder, "big.yaml")))
        {
            file.SetLength(100 * 1024 * 1024);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        RuleSetResult result = RuleFolder.Load(_folder);

        Assert.That(result.Errors.Single().Message, Is.EqualTo("the file is larger than 8 MB"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
