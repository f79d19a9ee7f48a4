using MailGate.Filtering.Scoring.Features;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring.Features;

public class TextFoldingTests
{
    [TestCase("Click HERE", "click here")]
    [TestCase("cl\u200Bick\u00AD h\u2060ere", "click here")]
    [TestCase("сliсk hеrе", "click here", TestName = "Cyrillic look-alikes are folded")]
    [TestCase("ｃｌｉｃｋ　ｈｅｒｅ", "click here", TestName = "Full-width letters are folded")]
    [TestCase("\uD835\uDC1C\uD835\uDC25\uD835\uDC22\uD835\uDC1C\uD835\uDC24", "click", TestName = "Mathematical letters are folded")]
    [TestCase("c\u0301l\u0302ick", "click", TestName = "Combining marks are dropped")]
    [TestCase("a \t\r\n\u00A0 b", "a b")]
    [TestCase("€ 1,234.56", "€ 0,000.00")]
    [TestCase("", "")]
    public void Text_that_looks_alike_folds_alike(string text, string expected)
    {
        Span<char> folded = new char[100];
        Assert.That(folded[..TextFolding.Fold(text, folded)].ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Words_of_mixed_scripts_are_counted_and_those_of_one_are_not()
    {
        Span<char> folded = new char[100];
        TextFolding.Fold("pаypal accоunt привет мир γειά plain", folded, out _, out int mixed);
        Assert.That(mixed, Is.EqualTo(2));
    }

    [Test]
    public void Any_text_folds_into_the_room_there_is()
    {
        Random random = new(42);
        for (int round = 0; round < 2000; round++)
        {
            char[] text = new char[random.Next(200)];
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (char)random.Next(random.Next(2) == 0 ? 128 : 65536);
            }

            char[] folded = new char[random.Next(200)];
            int length = TextFolding.Fold(text, folded);
            Assert.That(length, Is.LessThanOrEqualTo(Math.Min(text.Length, folded.Length)));
        }
    }
}
