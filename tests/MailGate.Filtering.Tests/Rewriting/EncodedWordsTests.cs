using System.Text;
using MailGate.Filtering.Rewriting;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rewriting;

public sealed class EncodedWordsTests
{
    [Test]
    public void Any_text_comes_back_and_no_word_or_line_is_too_long()
    {
        Random random = new(7);
        for (int round = 0; round < 500; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => RandomRune(random).ToString()));
            StringBuilder output = new("X-Test: ");
            EncodedWords.Append(output, text, output.Length);

            string[] lines = output.ToString().Split("\r\n");
            Assert.That(lines.Max(line => line.Length), Is.LessThanOrEqualTo(76));
            string decoded = string.Concat(lines.SelectMany(line => line.Replace("X-Test:", "", StringComparison.Ordinal).Split(' ')).Where(word => word.Length > 0).Select(Decode));
            Assert.That(decoded, Is.EqualTo(text));
        }
    }

    [Test]
    public void A_name_that_fills_the_line_pushes_the_words_to_the_next()
    {
        StringBuilder output = new(new string('N', 74) + ": ");
        EncodedWords.Append(output, "\u00e4", output.Length);

        Assert.That(output.ToString(), Does.EndWith(": \r\n =?utf-8?B?w6Q=?="));
    }

    // Each word is decoded alone: a character that was split between two would not survive it.
    private static string Decode(string word)
    {
        Assert.That(word, Has.Length.LessThanOrEqualTo(75));
        byte[] octets = Convert.FromBase64String(word["=?utf-8?B?".Length..^2]);
        return new UTF8Encoding(false, true).GetString(octets);
    }

    private static Rune RandomRune(Random random) => random.Next(3) switch
    {
        0 => new Rune(random.Next(0x20, 0x7f)),
        1 => new Rune(random.Next(0xa0, 0x3000)),
        _ => new Rune(random.Next(0x1f300, 0x1f600)),
    };
}
