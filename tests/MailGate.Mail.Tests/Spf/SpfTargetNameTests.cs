using MailGate.Mail.Spf;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Spf;

public sealed class SpfTargetNameTests
{
    [TestCase("example.com.", "example.com")]
    [TestCase("a b.example", "a b.example")]
    [TestCase("_x.example", "_x.example")]
    public void A_name_loses_only_its_trailing_dot(string expanded, string expected)
    {
        Assert.That(SpfTargetName.TryCreate(expanded, out string? name));
        Assert.That(name, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("a..b")]
    [TestCase(".example")]
    [TestCase("a\0.example")]
    [TestCase("a\\.example")]
    [TestCase("\u00e9.example")]
    public void What_cannot_be_asked_is_no_name(string expanded) => Assert.That(SpfTargetName.TryCreate(expanded, out _), Is.False);

    [Test]
    public void A_long_name_loses_labels_on_the_left()
    {
        string tail = string.Join('.', Enumerable.Repeat(new string('b', 50), 4));
        Assert.That(SpfTargetName.TryCreate($"{new string('a', 300)}.{tail}", out string? name));
        Assert.That(name, Is.EqualTo(tail));
    }

    [Test]
    public void A_long_label_is_no_name() => Assert.That(SpfTargetName.TryCreate(new string('a', 64) + ".example", out _), Is.False);
}
