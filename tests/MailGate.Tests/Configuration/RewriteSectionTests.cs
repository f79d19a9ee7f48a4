using System.Globalization;
using System.Text;
using MailGate.Configuration.Loading;
using NUnit.Framework;

namespace MailGate.Tests.Configuration;

/// <summary>The <c>rewrite:</c> and <c>headers:</c> sections: what cannot be right is an error with its place.</summary>
internal sealed class RewriteSectionTests
{
    private const string Head = "downstream: \"127.0.0.1:25\"\ndomains: [ example.com ]\nlisteners: [ { address: \"0.0.0.0:25\", tls: none } ]\n";

    [TestCase("aliases: [ { match: a@example.com } ]", "'to' is missing")]
    [TestCase("aliases: [ { to: a@example.com } ]", "'match' is missing")]
    [TestCase("aliases: [ { } ]", "an entry has match and to, or a file")]
    [TestCase("aliases: [ { match: a@example.com, to: b@example.com, file: x } ]", "an entry has match and to, or a file")]
    [TestCase("aliases: [ { file: nowhere } ]", "there is no file")]
    [TestCase("aliases: [ { match: a@example.com, to: \"b@example.com,\" } ]", "an address missing")]
    [TestCase("aliases: [ { match: a@example.com, to: \"b@example.com c@example.com\" } ]", "commas between them")]
    [TestCase("aliases: [ { match: a@example.com, to: \"b@example.com\\r\\nc\" } ]", "control characters")]
    [TestCase("aliases: [ { match: a@example.com, to: b@example.com }, { match: A@example.com, to: c@example.com } ]", "listed twice")]
    [TestCase("aliases: [ { match: a@example.com, to: b@example.com }, { match: b@example.com, to: a@example.com } ]", "in a circle")]
    [TestCase("aliases: [ { match: all@example.com, to: \"b@example.com, c@example.com\" } ]\n  alias_recipients: 1", "more than 1 recipients")]
    [TestCase("canonical: [ { match: a@example.com, to: \"b@example.com, c@example.com\" } ]", "only an alias may have several")]
    [TestCase("canonical: [ { match: \"/(a)(?=b)@example.com/\", to: b@example.com } ]", "regular expression cannot be used")]
    [TestCase("canonical: [ { match: \"/(a)@example.com/\", to: $2@example.com } ]", "followed by no group")]
    [TestCase("canonical: [ { match: a, to: b@example.com } ]", "neither user@domain")]
    [TestCase("canonical: [ { match: a@example.com, to: b@example.com, in: body } ]", "expected")]
    [TestCase("canonicl: []", "did you mean 'canonical'?")]
    [TestCase("recipient_delimiter: \"@\"", "use one or more of")]
    [TestCase("subaddress: strip", "when the recipient delimiter is set")]
    [TestCase("srs: { domain: srs.example.com, secrets: [ short ] }", "at least 16 octets")]
    [TestCase("srs: { secrets: [ \"0123456789abcdef\" ] }", "'domain' is missing")]
    public void A_mistake_is_told_at_its_line(string section, string message)
    {
        string[] errors = ConfigFolder.ErrorsOf($"{Head}rewrite:\n  {section}\n");

        Assert.That(errors, Has.Some.Match(@"^[56]:\d+: ").And.Contains(message));
    }

    [Test]
    public void A_mistake_in_a_map_file_is_told_with_line_and_column_and_all_of_them_at_once()
    {
        using ConfigFolder folder = new();
        folder.Write("map", "# a comment\n\nok@example.com  a@example.com,\n  b@example.com\nbad@example.com a@example.com  b@example.com\n/(x@example.com y@example.com\n"
            + "none@example.com\n/(.*)@x/i $1@example.com\n\"open@example.com a@example.com\nbin@example.com \u0001\n");
        string[] errors = folder.Write(ConfigFolder.Main, $"{Head}rewrite: {{ aliases: [ {{ file: map }} ] }}\n").Errors();

        Assert.That(errors, Is.EqualTo((string[])
        [
            "map:5:30: rewrite: several addresses have commas between them",
            "map:6:1: rewrite: the regular expression has no second /",
            "map:7:17: rewrite: it leads to no address",
            "map:8:9: rewrite: after the regular expression comes white space; flags there are none, letter case never matters",
            "map:9:1: rewrite: the quotes are not closed",
            "map:10:17: rewrite: not text: a map has one entry a line, in UTF-8",
        ]));
    }

    [Test]
    public void An_alias_that_leads_out_of_the_accepted_domains_is_a_warning()
    {
        using ConfigFolder folder = new();
        LoadedConfiguration loaded = folder.Write(ConfigFolder.Main,
            $"{Head}rewrite:\n  forward_to: [ partner.example ]\n  aliases: [ {{ match: a@example.com, to: \"a@partner.example, a@else.example\" }}, {{ match: \"@foreign.example\", to: \"@example.com\" }} ]\n").Load();

        Assert.That(loaded.Errors, Is.Empty);
        Assert.That(loaded.Warnings.Select(warning => warning.Message), Has.Some.Contains("'a@else.example'").And.Some.Contains("'@foreign.example'"));
        Assert.That(loaded.Warnings.Select(warning => warning.Message), Has.None.Contains("partner"));
    }

    [Test]
    public void A_map_file_is_watched()
    {
        using ConfigFolder folder = new();
        folder.Write("map", "a@example.com b@example.com\n");
        LoadedConfiguration loaded = folder.Write(ConfigFolder.Main, $"{Head}rewrite: {{ aliases: [ {{ file: map }} ] }}\n").Load();

        Assert.That(loaded.Files, Has.Some.EqualTo(folder.PathOf("map")));
    }

    [Test]
    public void Secrets_are_not_shown()
    {
        using ConfigFolder folder = new();
        folder.Write("key", "0123456789abcdef-secret\n");
        LoadedConfiguration loaded = folder.Write(ConfigFolder.Main, $"{Head}rewrite: {{ srs: {{ domain: srs.example.com, secrets: [ \"${{file:key}}\" ] }} }}\n").Load();

        Assert.That(loaded.Settings?.Rewrite.Srs, Is.Not.Null, string.Join('\n', loaded.Errors));
        Assert.That(MailGate.Configuration.Model.SettingsDump.Of(loaded.Root!).Select(line => line.Value), Has.None.Contains("0123456789abcdef"));
    }

    [TestCase("remove: [ \"X Y\" ]", "not a field name")]
    [TestCase("rename: [ { name: X-A, to: \"X:B\" } ]", "not a field name")]
    [TestCase("rename: [ { name: X-A } ]", "'to' is missing")]
    [TestCase("replace: [ { name: \"\", value: b } ]", "not a field name")]
    [TestCase("add: [ { name: X-A, value: \"a\\r\\nBcc: b\" } ]", "control characters")]
    [TestCase("add: [ { name: X-A, value: \"a\\u2028b\" } ]", "U+2028")]
    [TestCase("prefix_subject: \"\"", "the prefix is empty")]
    public void A_header_edit_that_cannot_be_right_is_an_error_at_load(string section, string message) =>
        Assert.That(ConfigFolder.ErrorsOf($"{Head}headers:\n  {section}\n"), Has.Some.StartsWith("5:").And.Contains(message));

    [Test]
    public void A_header_value_that_no_line_holds_is_an_error_at_load() =>
        Assert.That(ConfigFolder.ErrorsOf($"{Head}headers: {{ add: [ {{ name: X-A, value: {new string('a', 1200)} }} ] }}\n"), Has.Some.Contains("the limit is 998"));

    [Test]
    public void Random_octets_are_no_map_and_never_an_exception()
    {
        Random random = new(2821);
        using ConfigFolder folder = new();
        string yaml = $"{Head}rewrite: {{ aliases: [ {{ file: map }} ], canonical: [ {{ file: map }} ] }}\n";
        folder.Write(ConfigFolder.Main, yaml);
        byte[] alphabet = "a@b.c/\\\"$1(){}[]*+?|, \t\r\n#\0\x80\xc3\xa9"u8.ToArray();
        for (int round = 0; round < 100; round++)
        {
            byte[] octets = new byte[random.Next(200)];
            for (int i = 0; i < octets.Length; i++)
            {
                octets[i] = alphabet[random.Next(alphabet.Length)];
            }

            File.WriteAllBytes(folder.PathOf("map"), octets);
            LoadedConfiguration loaded = folder.Load();
            Assert.That(loaded.Settings is null, Is.EqualTo(loaded.Errors.Count > 0), () => string.Create(CultureInfo.InvariantCulture, $"round {round}: {Encoding.Latin1.GetString(octets)}"));
        }
    }
}
