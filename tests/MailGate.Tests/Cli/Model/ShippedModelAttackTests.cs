using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MailGate.Cli.Model;
using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Learning.MadeUp;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Model;

/// <summary>
/// Tricks against the model that ships, played on made-up spam that it did not learn (another seed). What is caught without a trick is nearly all, so
/// that what a trick gains shows.
/// </summary>
public sealed partial class ShippedModelAttackTests
{
    private const int Messages = 400;
    private const double Lost = 0.05;

    private const string GoodWords = """
        Thanks for the notes from yesterday. I went through the minutes again and changed the second paragraph, since the budget for the spring
        term was agreed before the meeting and not in it. Anna will send the revised schedule to everybody by Thursday; please tell her if you
        cannot come on the 14th. The room has changed, we meet on the third floor now.

        About the build: the regression is in the commit that moved the lock into the driver. With the lock held over the whole loop the test
        passes here, but the kernel warns about a possible deadlock when the device is removed while the queue is drained. I think that we
        should take the reference earlier and drop it in the release function. A patch follows in a separate mail, reviewed by Jonas. Could
        somebody with the older hardware run the suite over night and send the log?

        For lunch on Friday the usual place is closed, so Karin asked for a table at the small one beside the station at half past twelve.
        """;

    private static readonly SpamModel Model = SpamModel.Load(ModelFiles.Shipped);
    private static readonly MessageContent[] Spam = [.. MadeUpMail.Make(Messages, seed: 4711).Where(made => made.IsSpam).Select(made => MessageContent.Read(made.Octets))];
    private static readonly double Plain = Caught(text => text);

    [Test]
    public void Without_a_trick_nearly_all_is_caught() => Assert.That(Plain, Is.GreaterThanOrEqualTo(0.95));

    [Test]
    public void Zero_width_characters_gain_nothing([Values('\u200B', '\u200C', '\u2060', '\u00AD', '\uFEFF')] char zero) =>
        Assert.That(Caught(text => InsideWords().Replace(text, "$0" + zero)), Is.GreaterThanOrEqualTo(Plain - Lost));

    [Test]
    public void Homoglyphs_gain_nothing() =>
        Assert.That(Caught(text => text.Replace('a', 'а').Replace('e', 'е').Replace('o', 'о').Replace('c', 'с').Replace('i', 'і').Replace('p', 'р')), Is.GreaterThanOrEqualTo(Plain - Lost));

    [Test]
    public void Full_width_letters_gain_nothing() =>
        Assert.That(Caught(text => string.Concat(text.Select(c => char.IsAsciiLetter(c) ? (char)(c + 0xFEE0) : c))), Is.GreaterThanOrEqualTo(Plain - Lost));

    [TestCase("<!-- x -->")]
    [TestCase("<span></span>")]
    [TestCase("<span style=\"font-size:0\">k</span>")]
    public void Markup_inside_words_gains_nothing(string markup) =>
        Assert.That(Caught(text => InsideWords().Replace(text, "$0" + markup), html: true), Is.GreaterThanOrEqualTo(Caught(text => text, html: true) - Lost));

    [Test]
    public void Hidden_good_words_gain_nothing() =>
        Assert.That(Caught(text => text, html: true, behind: $"<div style=\"display:none\">{WebUtility.HtmlEncode(GoodWords)}</div>"), Is.GreaterThanOrEqualTo(Caught(text => text, html: true) - Lost));

    [Test]
    public void Good_words_behind_leave_most_caught() => Assert.That(Caught(text => text, behind: GoodWords), Is.GreaterThanOrEqualTo(0.85));

    [Test]
    public void Good_words_in_front_leave_two_thirds_caught() => Assert.That(Caught(text => text, before: GoodWords), Is.GreaterThanOrEqualTo(0.65));

    // The share of the messages whose points tag them, with a change made to their visible text and words put around it.
    private static double Caught(Func<string, string> change, bool html = false, string before = "", string behind = "")
    {
        MessageContent[] attacked = [.. Spam.Where(content => !html || MainText(content).IsHtml)];
        return attacked.Count(content => Model.Score(Attacked(content, change, before, behind)).Points >= PointsScale.AtCut) / (double)attacked.Length;
    }

    private static TextPart MainText(MessageContent content) => content.Texts.LastOrDefault(text => text.IsHtml && !text.IsAttachment) ?? content.Texts[0];

    private static MessageContent Attacked(MessageContent content, Func<string, string> change, string before, string behind)
    {
        TextPart main = MainText(content);
        string body = main.IsHtml ? Between().Replace(main.Text, match => change(match.Value)) : change(main.Text);
        StringBuilder message = new();
        foreach (HeaderField field in content.Headers.Fields)
        {
            string name = Encoding.ASCII.GetString(field.NameBytes);
            message.Append(name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? "" : $"{name}: {field.Value}\r\n");
        }

        message.Append($"Content-Type: {main.MediaType}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        message.Append(main.IsHtml ? $"<html><body><div>{before}</div>{body}{behind}</body></html>" : $"{before}\r\n\r\n{body}\r\n\r\n{behind}");
        return MessageContent.Read(Encoding.UTF8.GetBytes(message.ToString().ReplaceLineEndings("\r\n")));
    }

    [GeneratedRegex("[a-z]{2}(?=[a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex InsideWords();

    // Text between tags. No made-up message has script or style.
    [GeneratedRegex("(?<=>)[^<]+|^[^<]+")]
    private static partial Regex Between();
}
