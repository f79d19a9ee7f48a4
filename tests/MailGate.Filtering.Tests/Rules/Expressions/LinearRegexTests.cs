using System.Text;
using System.Text.RegularExpressions;
using MailGate.Filtering.Rules.Expressions;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Expressions;

public class LinearRegexTests
{
    [TestCase("invoice", "invoice")]
    [TestCase("^invoice$", "invoice")]
    [TestCase("(?i)\\boffer number \\d+", "offer number ")]
    [TestCase("(?i)link", null)]
    [TestCase("(?i)xylophone bank", "xylophone ban")]
    [TestCase("ab+cd", "ab")]
    [TestCase("abc?de", "ab")]
    [TestCase("abc*", "ab")]
    [TestCase("abc{0,3}", "ab")]
    [TestCase("a|bcd", null)]
    [TestCase("x(abc)yz", "yz")]
    [TestCase("x(ab|cd)?yz", "yz")]
    [TestCase("[abc]de[^]f]gh", "de")]
    [TestCase("\\.example\\.com", ".example.com")]
    [TestCase("\\x41bc", "bc")]
    [TestCase("\\p{Lu}abc", "abc")]
    [TestCase("(?x) a b c", null)]
    [TestCase("a.b", null)]
    [TestCase("", null)]
    public void What_every_match_must_hold_is_found(string pattern, string? literal) =>
        Assert.That(RequiredLiteral.Find(pattern, out _), Is.EqualTo(literal));

    [Test]
    public void The_search_that_goes_first_changes_no_answer()
    {
        const string Alphabet = "abcdABCD.|k\u212a]1 ";
        string[] patterns =
        [
            "(?i)ab+c", "a(bc|b)?d", "[ab]c\\.d", "\\bab\\b", "^ab", "cd$", "(?i)Kab", "ab{2}c", "a{0}bc", "ab(?i)cd", "(?s)a.cd", "a\\|bc", "ab\\d", "(ab)+", "ab|cd",
            "[a-c-[b]]cd", "a(?:b(?:c)?)d", "ab??c", "\\Aab", "x*ab", "(?i:ab)cd", "ab\\wcd", "\\u0061bc", "b\\x63d", "[]a]bc", "a[\\]b]cd",
        ];
        Random random = new(41_005);
        foreach (string pattern in patterns)
        {
            Assert.That(RegexCompiler.TryCompile(pattern, out LinearRegex? linear, out string error), Is.True, error);
            Regex plain = new(pattern, RegexOptions.CultureInvariant);
            for (int round = 0; round < 1500; round++)
            {
                StringBuilder text = new();
                for (int length = random.Next(8); length > 0; length--)
                {
                    text.Append(Alphabet[random.Next(Alphabet.Length)]);
                }

                Assert.That(linear!.IsMatch(text.ToString()), Is.EqualTo(plain.IsMatch(text.ToString())), $"{pattern} on '{text}'");
            }
        }
    }

    [TestCase("(a{1000}){1000}")]
    [TestCase("(?=a)b")]
    [TestCase("(?<!a)b")]
    [TestCase("(a)\\1")]
    [TestCase("(?>a)b")]
    public void What_is_not_linear_is_refused_at_load(string pattern)
    {
        Assert.That(RegexCompiler.TryCompile(pattern, out _, out string error), Is.False);
        Assert.That(error, Does.Contain("linear time"));
    }
}
