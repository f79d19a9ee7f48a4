using NUnit.Framework;

namespace MailGate.Tests.Cli.Authentication;

internal sealed class LookupOptionsTests
{
    [TestCase("--dns and --records cannot be given together", "--dns", "127.0.0.1:53", "--records", "x")]
    [TestCase("--dns: 'dns.example' is not ADDRESS or ADDRESS:PORT", "--dns", "dns.example")]
    [TestCase("--dns: '127.0.0.1:0' is not", "--dns", "127.0.0.1:0")]
    [TestCase("--time: 'yesterday' is neither ISO 8601", "--time", "yesterday")]
    public async Task A_wrong_option_is_explained(string message, params string[] options)
    {
        Run run = await Run.MailgateAsync(["spf", "192.0.2.1", "--from", "a@example.com", .. options]);

        Assert.That((run.ExitCode, run.Standard), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.StartWith($"mailgate: {message}"));
    }

    [Test]
    public async Task Every_bad_line_of_a_record_file_is_named()
    {
        using CheckFolder folder = new CheckFolder().WithRecords("a.example A 192.0.2.1\na.example A x\n\nb.example TIMEOUT now\n");
        Run run = await Run.MailgateAsync("spf", "192.0.2.1", "--from", "a@a.example", "--records", folder.Records);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Is.EqualTo(
            $"mailgate: {folder.Records}: line 2: expected an IPv4 address\n{folder.Records}: line 4: TIMEOUT takes no value\n"));
    }

    [Test]
    public async Task A_missing_record_file_is_an_error()
    {
        Run run = await Run.MailgateAsync("spf", "192.0.2.1", "--from", "a@a.example", "--records", "no such file");

        Assert.That((run.ExitCode, run.Standard), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain("no such file"));
    }
}
