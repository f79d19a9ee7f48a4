using System.Text;
using MailGate.Cli.Model;
using NUnit.Framework;

namespace MailGate.Tests.Cli.Model;

public class MboxTests
{
    [Test]
    public void A_mailbox_file_is_split_at_separators_after_blank_lines_only_and_quoting_is_undone([Values("\n", "\r\n")] string end)
    {
        string file = string.Join(end, "From a@b Mon", "Subject: x", "", "hello", "From here on no separator", "", "From c@d Tue", "Subject: y", "", ">From q", ">>From r", "");
        string[] messages = [.. Mbox.Split(Encoding.ASCII.GetBytes(file)).Select(Encoding.ASCII.GetString)];
        Assert.That(messages, Is.EqualTo(new[]
        {
            string.Join(end, "Subject: x", "", "hello", "From here on no separator", "", ""),
            string.Join(end, "Subject: y", "", "From q", ">From r", ""),
        }));
    }
}
