using System.Text;
using MailGate.Smtp.Client;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class DotStufferTests
{
    // Positions that lie before, across and behind the widths that are compared at once.
    [Test]
    public void Each_offence_is_found_wherever_it_stands([Values("\r", "\n", "\0", "\r\r\n", "\n\r")] string offence)
    {
        for (int before = 0; before < 100; before++)
        {
            foreach (int after in (int[])[0, 1, 40])
            {
                string text = new string('x', before) + offence + new string('y', after);
                // A CR at the end is none yet: its LF may begin the next block.
                Assert.That(Scan(text, out _), Is.EqualTo(after == 0 && offence == "\r"), $"{before} before, {after} after");
            }
        }
    }

    [Test]
    public void Each_dot_is_found_wherever_its_line_begins()
    {
        for (int before = 0; before < 100; before++)
        {
            string text = new string('.', before) + "\r\n.\r\n" + new string('.', 40) + "\r\n..";

            Assert.That(Scan(text, out List<int> dots));
            int[] expected = [.. before > 0 ? [0] : Array.Empty<int>(), before + 2, before + 5, before + 47];
            Assert.That(dots, Is.EqualTo(expected), $"{before} before");
        }
    }

    [Test]
    public void It_agrees_with_the_plain_reading_of_the_rule_on_random_octets()
    {
        var random = new Random(4711);
        string alphabet = "\r\n.x\0";
        for (int i = 0; i < 20_000; i++)
        {
            // Mostly lines, some trouble.
            int trouble = random.Next(4) == 0 ? 5 : 0;
            StringBuilder text = new();
            while (text.Length < random.Next(200))
            {
                text.Append(random.Next(100) < trouble ? alphabet[random.Next(5)].ToString() : random.Next(10) switch { 0 => "\r\n", 1 => ".", 2 => "\r\n.", _ => "x" });
            }

            bool isClean = Scan(text.ToString(), out List<int> dots);

            Assert.That(isClean || dots.Count <= Plain(text.ToString()).Count);
            string withoutPairs = text.ToString().Replace("\r\n", "\u0001", StringComparison.Ordinal);
            bool endsInCr = withoutPairs.EndsWith('\r');
            Assert.That(isClean, Is.EqualTo((endsInCr ? withoutPairs[..^1] : withoutPairs).AsSpan().IndexOfAny("\r\n\0") < 0), text.ToString());
            Assert.That(!isClean || dots.SequenceEqual(Plain(text.ToString())), text.ToString());
        }
    }

    private static List<int> Plain(string text) =>
        [.. Enumerable.Range(0, text.Length).Where(i => text[i] == '.' && (i == 0 || (i >= 2 && text[i - 1] == '\n' && text[i - 2] == '\r')))];

    private static bool Scan(string text, out List<int> dots)
    {
        dots = [];
        byte[] block = Encoding.Latin1.GetBytes(text);
        DotStuffer stuffer = default;
        for (int position = 0; ;)
        {
            if (!stuffer.TryAdvance(block, ref position))
            {
                return false;
            }

            if (position == block.Length)
            {
                return true;
            }

            dots.Add(position);
        }
    }
}
