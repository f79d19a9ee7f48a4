using System.Text;
using MailGate.Filtering.Scoring;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring;

/// <summary>Tricks against word models must not change what a message is called.</summary>
public class AttackTests
{
    private static readonly SpamModel Model = SpamModelFile.Read(SyntheticMail.Train(), "m");
    private static readonly string Spam = string.Join("\r\n", Enumerable.Repeat(SyntheticMail.SpamText, 4));

    [Test]
    public void Zero_width_characters_inside_words_gain_nothing() =>
        Assert.That(Odds(Every(Spam, 3, c => c + "\u200B")), Is.GreaterThanOrEqualTo(Odds(Spam) - 0.05));

    [Test]
    public void Homoglyphs_gain_nothing() =>
        Assert.That(Odds(Spam.Replace('a', 'а').Replace('e', 'е').Replace('o', 'о').Replace('c', 'с').Replace('i', 'і')), Is.GreaterThanOrEqualTo(Odds(Spam) - 0.05));

    [Test]
    public void Words_broken_by_empty_html_elements_gain_nothing()
    {
        string broken = $"<html><body><p>{Every(Spam, 4, c => c + "<span></span><!-- x -->")}</p></body></html>";
        string plain = $"<html><body><p>{Spam}</p></body></html>";
        Assert.That(Odds(broken, "text/html"), Is.GreaterThanOrEqualTo(Odds(plain, "text/html") - 0.5));
    }

    [TestCase(100)]
    [TestCase(400)]
    [TestCase(2000)]
    public void Good_words_behind_it_do_not_make_it_good(int words) => Assert.That(Odds(Spam + "\r\n\r\n" + SyntheticMail.HamText(words)), Is.GreaterThan(0));

    [TestCase(100)]
    [TestCase(400)]
    [TestCase(2000)]
    public void Good_words_before_it_do_not_make_it_good(int words) => Assert.That(Odds(SyntheticMail.HamText(words) + "\r\n\r\n" + Spam), Is.GreaterThan(0));

    [Test]
    public void Hidden_good_words_do_not_make_it_good() =>
        Assert.That(Odds($"<html><body><p>{Spam}</p><div style=\"display:none\">{SyntheticMail.HamText(1000)}</div></body></html>", "text/html"), Is.GreaterThan(0));

    [Test]
    public void Any_octets_are_scored()
    {
        Random random = new(7);
        byte[] seed = SyntheticMail.Message(Spam);
        for (int round = 0; round < 300; round++)
        {
            byte[] message = [.. seed];
            for (int i = 0; i < 40; i++)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            SpamScore score = Model.Score(MessageContent.Read(message.AsMemory(0, random.Next(message.Length))));
            Assert.That(score.Probability, Is.InRange(0, 1));
            Assert.That(score.Points, Is.InRange(PointsScale.Least, PointsScale.Most));
        }
    }

    private static double Odds(string body, string type = "text/plain") =>
        Explanation.Of(Model, MessageContent.Read(SyntheticMail.Message(body, type: type + "; charset=utf-8"))).LogOdds;

    private static string Every(string text, int step, Func<char, string> change)
    {
        StringBuilder result = new();
        for (int i = 0; i < text.Length; i++)
        {
            result.Append(i % step == 1 && char.IsAsciiLetter(text[i]) ? change(text[i]) : text[i].ToString());
        }

        return result.ToString();
    }
}
