using System.Text;
using MailGate.Filtering.Pipeline;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Mime;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

public sealed class MessageAnalysisTests
{
    private static readonly string[] Messages =
    [
        "",
        "\r\n",
        "\n",
        "From: a@b\r\n",
        "From: a@b\r\n\r\n",
        "From: a@b\r\n\r\nbody\r\n",
        "From: a@b\n\nbody\n",
        "From: a@b\r\nSubject: x\r\n\ty\r\n\r\n--x\r\n\r\nbody\r\n--x--\r\n",
        "A: \r\r\n\r\r\n\r\nbody",
        "no header at all\r\n \r\nstill header\r\n\r\nbody\r\n",
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>\r\n--x--\r\n",
    ];

    [TestCaseSource(nameof(Messages))]
    public async Task Any_split_gives_the_same_result(string text)
    {
        byte[] message = Encoding.Latin1.GetBytes(text);
        string whole = await DescribeAsync(message, [message.Length]);

        for (int split = 0; split <= message.Length; split++)
        {
            Assert.That(await DescribeAsync(message, [split, message.Length - split]), Is.EqualTo(whole));
        }

        Assert.That(await DescribeAsync(message, [.. Enumerable.Repeat(1, message.Length)]), Is.EqualTo(whole), "octet by octet");
    }

    [Test]
    public async Task Random_messages_in_random_pieces_are_read_as_they_are_read_whole()
    {
        Random random = new(99);
        byte[] alphabet = "ab: \t-=;\r\n\r\n\r\n"u8.ToArray();
        for (int round = 0; round < 1500; round++)
        {
            byte[] message = new byte[random.Next(0, 80)];
            for (int i = 0; i < message.Length; i++)
            {
                message[i] = alphabet[random.Next(alphabet.Length)];
            }

            List<int> pieces = [];
            for (int left = message.Length; left > 0; left -= pieces[^1])
            {
                pieces.Add(random.Next(1, left + 1));
            }

            Assert.That(await DescribeAsync(message, [.. pieces]), Is.EqualTo(await DescribeAsync(message, [message.Length])));
        }
    }

    [Test]
    public void Only_what_is_needed_is_worked_out()
    {
        using MessageAnalysis analysis = new(MessageNeeds.None, MessageAnalysisLimits.Default);
        byte[] message = "From: a@b\r\n\r\nbody\r\n"u8.ToArray();
        analysis.Append(message);
        analysis.Complete();
        analysis.SetOctets(new MemoryMessageBytes(message));

        Assert.That(analysis.Header!.Fields, Has.Count.EqualTo(1));
        Assert.That(analysis.Verifier, Is.Null);
        Assert.That(analysis.Content, Is.Null);
    }

    [Test]
    public void A_header_at_the_limit_is_read_and_one_octet_more_is_not()
    {
        byte[] message = "From: a@b\r\n\r\nbody\r\n"u8.ToArray();
        foreach ((int limit, bool isTooLarge) in (ReadOnlySpan<(int, bool)>)[(13, false), (12, true), (1, true)])
        {
            for (int piece = 1; piece <= message.Length; piece++)
            {
                using MessageAnalysis analysis = new((MessageNeeds)7, new MessageAnalysisLimits { MaxHeaderOctets = limit });
                for (int i = 0; i < message.Length; i += piece)
                {
                    analysis.Append(message.AsSpan(i, Math.Min(piece, message.Length - i)));
                }

                analysis.Complete();
                Assert.That(analysis.IsHeaderTooLarge, Is.EqualTo(isTooLarge));
                Assert.That(analysis.Header is null, Is.EqualTo(isTooLarge));
                Assert.That(analysis.Octets, Is.EqualTo(message.Length));
            }
        }
    }

    [Test]
    public void The_header_is_announced_once_before_the_body()
    {
        List<long> announced = [];
        using MessageAnalysis analysis = new(MessageNeeds.Dkim, MessageAnalysisLimits.Default)
        {
            HeaderRead = read => announced.Add(read.Verifier!.Body.BodyOctets),
        };
        analysis.Append("From: a@b\r\n\r\nbody\r\n"u8);
        analysis.Complete();
        analysis.Complete();

        Assert.That(announced, Is.EqualTo((long[])[0]));
    }

    [TestCase("a\r\nb\r\n", false, false)]
    [TestCase("a\nb\r\n", false, true)]
    [TestCase("a\rb\r\n", true, false)]
    [TestCase("a\r\r\n", true, false)]
    [TestCase("a\r\n\n", false, true)]
    [TestCase("a\r", true, false)]
    [TestCase("\n\r", true, true)]
    [TestCase("\n", false, true)]
    public void Bare_line_ends_are_noted_at_any_split(string text, bool bareCr, bool bareLf)
    {
        byte[] message = Encoding.ASCII.GetBytes(text);
        for (int split = 0; split <= message.Length; split++)
        {
            using MessageAnalysis analysis = new(MessageNeeds.None, MessageAnalysisLimits.Default);
            analysis.Append(message.AsSpan(0, split));
            analysis.Append(message.AsSpan(split));
            analysis.Complete();
            Assert.That((analysis.HasBareCr, analysis.HasBareLf), Is.EqualTo((bareCr, bareLf)));
        }
    }

    private static async Task<string> DescribeAsync(byte[] message, int[] pieces)
    {
        using MessageAnalysis analysis = new((MessageNeeds)7, MessageAnalysisLimits.Default);
        int position = 0;
        foreach (int piece in pieces)
        {
            analysis.Append(message.AsSpan(position, piece));
            position += piece;
        }

        analysis.Complete();
        analysis.SetOctets(new MemoryMessageBytes(message));
        HeaderSection whole = HeaderSection.Parse(message);
        Assert.That(analysis.Header!.BodyOffset, Is.EqualTo(whole.BodyOffset), "the header ends where it ends for every reader");
        var signatures = await analysis.Verifier!.CompleteAsync(new FakeDns(), DateTimeOffset.UnixEpoch, default);
        return $"{Convert.ToHexString(analysis.Header.Raw.Span)} {analysis.Octets} {analysis.HasBareCr} {analysis.HasBareLf} {signatures.Dkim!.Result} "
            + $"{string.Join(';', analysis.Content!.Parts.Select(part => $"{part.Mime.MediaType} {part.Mime.BodyOffset}-{part.Mime.BodyEnd}"))} {analysis.Content.Flags}";
    }
}
