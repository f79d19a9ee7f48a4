using MailGate.Cli;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class OutputTests
{
    [TestCase("plain text", "plain text")]
    [TestCase("tab\tand\nline", "tab\tand\nline")]
    [TestCase("\u001b[2Jcleared", @"\u{1b}[2Jcleared")]
    [TestCase("a\rb\u0000c", @"a\u{d}b\u{0}c")]
    [TestCase("csi\u009b line\u2028 over\u202eride", @"csi\u{9b} line\u{2028} over\u{202e}ride")]
    [TestCase("grüße", "grüße")]
    public void Control_characters_do_not_reach_the_terminal(string text, string printed)
    {
        using var standard = new StringWriter();
        new Output(standard, TextWriter.Null, json: false).Line(text);

        Assert.That(standard.ToString(), Is.EqualTo(printed + "\n"));
    }

    [Test]
    public void Json_has_snake_case_names_readable_text_and_escaped_controls()
    {
        using var standard = new StringWriter();
        new Output(standard, TextWriter.Null, json: true).Write(new { AlignedBy = "grüße", Reason = "a\nb" }, _ => Assert.Fail("printed for people"));

        Assert.That(standard.ToString(), Is.EqualTo("""{"aligned_by":"grüße","reason":"a\nb"}""" + "\n"));
    }
}
