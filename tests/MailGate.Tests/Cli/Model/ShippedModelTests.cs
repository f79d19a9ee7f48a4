using System.Text;
using MailGate.Cli.Model;
using MailGate.Filtering.Scoring;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Model;

/// <summary>The model that ships. Mail that people write by hand to try a gateway, and that programs write, says little and must not be tagged for it.</summary>
public class ShippedModelTests
{
    // Half of what tags, so that one more rule may hit.
    private const double Harmless = 3;
    private static readonly SpamModel Model = SpamModel.Load(ModelFiles.Shipped);

    [TestCase("Date: Mon, 01 Jun 2026 10:00:00 +0200\nTo: user@example.com\nFrom: user@mail.example.net\nSubject: test Mon, 01 Jun 2026 10:00:00 +0200\nMessage-Id: <20260601100000.004711@mail.example.net>\nX-Mailer: swaks v20201014.0 jetmore.org/john/code/swaks/\n\nThis is a test mailing\n\n", TestName = "swaks")]
    [TestCase("From: a@example.org\nTo: b@example.com\nSubject: test\n\ntest\n", TestName = "mailgate send")]
    [TestCase("Subject: hello\n\nhello\n", TestName = "a subject and a word")]
    [TestCase("From: a@example.org\nTo: b@example.com\n\nhello\n", TestName = "no subject")]
    [TestCase("From: a@example.org\n\n", TestName = "nothing")]
    [TestCase("Date: Mon, 1 Jun 2026 10:00:00 +0000\nFrom: root <root@host.example.net>\nTo: admin@example.com\nSubject: test\nUser-Agent: Heirloom mailx 12.5 7/5/10\nMIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\nMessage-Id: <20260601100000.ABCDEF@host.example.net>\n\ntest\n", TestName = "mail -s test")]
    [TestCase("From: root@db1.example.net (Cron Daemon)\nTo: root@db1.example.net\nSubject: Cron <root@db1> /usr/local/sbin/backup --all\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nX-Cron-Env: <SHELL=/bin/sh>\nX-Cron-Env: <PATH=/usr/bin:/bin>\nMessage-Id: <20260601100000.1B2C3@db1.example.net>\nDate: Mon,  1 Jun 2026 10:00:00 +0200 (CEST)\n\nrsync: 12 files, 34567 bytes\n", TestName = "cron")]
    [TestCase("Received: by mon.example.net (Postfix, from userid 112)\n\tid 4F2A1; Mon,  1 Jun 2026 10:00:00 +0200 (CEST)\nTo: admin@example.com\nSubject: ** PROBLEM Service Alert: web1/HTTP is CRITICAL **\nMessage-Id: <20260601100000.4F2A1@mon.example.net>\nDate: Mon,  1 Jun 2026 10:00:00 +0200 (CEST)\nFrom: nagios@mon.example.net\n\n***** Nagios *****\n\nNotification Type: PROBLEM\n\nService: HTTP\nHost: web1\nAddress: 192.0.2.10\nState: CRITICAL\n\nDate/Time: Mon Jun 1 10:00:00 CEST 2026\n\nAdditional Info:\n\nCRITICAL - Socket timeout after 10 seconds\n", TestName = "Nagios")]
    [TestCase("Date: Mon, 1 Jun 2026 10:00:00 +0000\nFrom: Eve Example <eve@example.org>\nTo: Bob <bob@example.com>\nSubject: Re: lunch\nMessage-ID: <CAF=abc123@mail.example.org>\nIn-Reply-To: <1234@example.com>\nReferences: <1234@example.com>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\nYes, one o'clock is fine.\n\n> Shall we meet at one?\n", TestName = "a reply of one line")]
    [TestCase("Date: Mon, 1 Jun 2026 10:00:00 +0000\nFrom: Eve Example <eve@example.org>\nTo: Bob <bob@example.com>\nSubject: Re: invoice\nMessage-ID: <CAF=abc123@mail.example.org>\nIn-Reply-To: <1234@example.com>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\nThanks, paid.\n", TestName = "a reply of two words")]
    [TestCase("From: monitor@example.org\nTo: ops@example.com\nSubject: disk full on web1\nDate: Mon, 1 Jun 2026 10:00:00 +0000\n\n/dev/sda1 is 97% full, see https://grafana.example.org/d/abc\n", TestName = "an alert with a link")]
    public void Mail_that_says_little_is_not_tagged(string message) => Assert.That(Points(message), Is.LessThan(Harmless));

    [Test]
    public void It_is_small_and_has_a_cut()
    {
        Assert.That(new FileInfo(ModelFiles.Shipped).Length, Is.LessThanOrEqualTo(8 * 1024 * 1024));
        Assert.That(Model.Cut, Is.GreaterThan(0.5).And.LessThan(1));
    }

    [Test]
    public void Plain_phishing_is_tagged() => Assert.That(Points("""
        From: PayPal Support <service@quick-garden-shop.top>
        To: undisclosed-recipients:;
        Reply-To: paypal.help.desk@gmail.com
        Subject: Your account has been suspended
        Date: Mon, 1 Jun 2026 10:00:00 +0000
        Message-ID: <1@mailer.invalid>
        MIME-Version: 1.0
        Content-Type: text/html; charset=utf-8

        <html><body><p>Dear customer,</p><p>we noticed unusual activity and have suspended your PayPal account. If you do not verify your
        password and card details within 24 hours, your account will be permanently closed.</p>
        <p><a href="http://paypal-secure-login.web.app/verify?id=bob@example.com">https://www.paypal.com/verify</a></p></body></html>
        """), Is.GreaterThanOrEqualTo(PointsScale.AtCut));

    private static double Points(string message) => Model.Score(MessageContent.Read(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")))).Points;
}
