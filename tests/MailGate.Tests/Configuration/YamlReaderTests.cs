using System.Globalization;
using System.Text;
using MailGate.Configuration.Binding;
using MailGate.Configuration.Sections;
using MailGate.Configuration.Yaml;
using NUnit.Framework;

namespace MailGate.Tests.Configuration;

internal sealed class YamlReaderTests
{
    [TestCase("a: 1\nb: 2\na: 3", "f:3:1: a: 'a' is set twice, first at f:1:1")]
    [TestCase("- 1", "f:1:1: expected settings such as 'hostname: mx.example.com', found a list")]
    [TestCase("a: 1\n---\nb: 2", "f:2:1: a second document ('---'): one file holds one document")]
    [TestCase("a: *nobody", "f:1:4: no anchor '&nobody' before this alias")]
    [TestCase("a: !!int 5", "f:1:4: the tag 'tag:yaml.org,2002:int' has no meaning here")]
    [TestCase("{ a: 1 }: 2", "f:1:1: a setting's name cannot be a section")]
    public void Errors_have_their_place(string yaml, string error)
    {
        Assert.That(Errors(yaml), Is.EqualTo(new[] { error }));
    }

    [TestCase("a: [")]
    [TestCase("a: b: c")]
    [TestCase("a: \"unterminated")]
    [TestCase("a: &x *x")]
    public void Broken_yaml_is_one_error(string yaml)
    {
        Assert.That(Errors(yaml), Has.Length.EqualTo(1).And.All.StartsWith("f:"));
    }

    [TestCase("")]
    [TestCase("# only a comment\n")]
    [TestCase("---\n...\n")]
    public void An_empty_file_has_no_settings(string yaml)
    {
        var errors = new ConfigurationErrors();

        Assert.That(YamlReader.Read(yaml, "f", errors)!.Entries, Is.Empty);
        Assert.That(errors.Errors, Is.Empty);
    }

    [TestCase('[')]
    [TestCase('{')]
    public void Deep_nesting_is_an_error_and_not_a_stack_overflow(char open)
    {
        Assert.That(Errors("a: " + new string(open, 500_000)).Single(), Does.Contain("levels deep").Or.Contain("not valid YAML"));
    }

    [Test]
    public void Depth_is_allowed_up_to_the_limit_and_no_further()
    {
        string Nested(int levels) => "a: " + new string('[', levels - 1) + new string(']', levels - 1);

        Assert.That(Errors(Nested(YamlLimits.Depth)), Is.Empty);
        Assert.That(Errors(Nested(YamlLimits.Depth + 1)), Has.Length.EqualTo(1));
    }

    [Test]
    public void An_alias_bomb_is_an_error_at_once()
    {
        var yaml = new StringBuilder("a0: &a0 [ x, x, x, x, x, x, x, x, x ]\n");
        for (int i = 1; i < 11; i++)
        {
            yaml.AppendLine(CultureInfo.InvariantCulture, $"a{i}: &a{i} [ {string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))} ]");
        }

        Assert.That(Errors(yaml.ToString()).Single(), Does.Contain("more than"));
    }

    [Test]
    public void Mutated_files_never_throw_and_every_error_has_a_place()
    {
        string seed = File.ReadAllText(Path.Combine(Common.Repository.Root, "deploy", "mailgate.yaml"));
        var random = new Random(20260801);
        string noise = "{}[]:,-#&*!|>'\"%@` \n\t0ab$\u0000\u0085\ufeff\ud800";
        for (int round = 0; round < 300; round++)
        {
            int start = random.Next(seed.Length - 1500);
            var text = new StringBuilder(seed, start, 1500, 4096);
            for (int edit = random.Next(1, 8); edit > 0; edit--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text[at] = noise[random.Next(noise.Length)];
                        break;
                    case 1:
                        text.Insert(at, noise[random.Next(noise.Length)]);
                        break;
                    default:
                        text.Remove(at, Math.Min(text.Length - at, random.Next(1, 20)));
                        break;
                }
            }

            var errors = new ConfigurationErrors();
            if (YamlReader.Read(text.ToString(), "f", errors) is MapNode root)
            {
                new SettingsBinder(errors, new Origins(), new Interpolation(_ => null)).Bind<RootSection>(root);
            }

            Assert.That(errors.Errors, Has.All.Matches<ConfigurationError>(e => e!.Location is { File: "f", Line: > 0, Column: > 0 }), text.ToString());
        }
    }

    private static string[] Errors(string yaml)
    {
        var errors = new ConfigurationErrors();
        YamlReader.Read(yaml, "f", errors);
        return [.. errors.Errors.Select(e => e.ToString())];
    }
}
