using System.Text;
using MailGate.Filtering.Scoring.Learning;

namespace MailGate.Filtering.Tests.Scoring;

/// <summary>Made-up spam and ham that a model can tell apart, the same for every run.</summary>
internal static class SyntheticMail
{
    private static readonly string[] SpamWords = "winner lottery million claim prize urgent transfer beneficiary pills cheap discount casino bonus offer guaranteed investment".Split(' ');
    private static readonly string[] HamWords = "meeting kernel patch review driver schedule agenda branch merge commit report lunch project version release build".Split(' ');
    private static readonly string[] Fillers = "the and of to in with for your this that please we you are will can have from".Split(' ');

    public const string SpamText = "Dear winner, you have won the lottery. Claim your prize of one million now: urgent transfer to the beneficiary, a guaranteed casino bonus offer and cheap pills.";

    public static byte[] Message(string body, string from = "Lucky Draw <claims@prize-draw.test>", string subject = "Claim your prize", string extra = "", string type = "text/plain; charset=utf-8") =>
        Encoding.UTF8.GetBytes($"From: {from}\r\nTo: someone@example.org\r\nSubject: {subject}\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\nMessage-ID: <1@m.test>\r\n{extra}MIME-Version: 1.0\r\nContent-Type: {type}\r\n\r\n{body}\r\n");

    public static byte[] Spam(int i) => Message(Words(SpamWords, i, 80), $"Lucky {i} <claims{i}@prize-draw.test>", Words(SpamWords, i + 1000, 4));

    public static byte[] Ham(int i) => Message(Words(HamWords, i, 80 + (i % 5 * 60)), $"Colleague {i} <c{i}@work.test>", "Re: " + Words(HamWords, i + 1000, 4), $"In-Reply-To: <{i}@work.test>\r\n");

    public static string HamText(int words) => Words(HamWords, 77, words);

    public static byte[] Train(ulong seed = 1, int messages = 60)
    {
        SpamTraining training = new();
        for (int i = 0; i < messages; i++)
        {
            training.Add(Spam(i), isSpam: true, i % 2 == 0 ? "one" : "two");
            training.Add(Ham(i), isSpam: false, i % 2 == 0 ? "one" : "two");
        }

        return training.Train(seed, null, CancellationToken.None);
    }

    private static string Words(string[] words, int seed, int count)
    {
        DeterministicRandom random = new((ulong)seed);
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(i % 2 == 0 ? Fillers[random.Next(Fillers.Length)] : words[random.Next(words.Length)]).Append(i % 12 == 11 ? "\r\n" : " ");
        }

        return text.ToString();
    }
}
