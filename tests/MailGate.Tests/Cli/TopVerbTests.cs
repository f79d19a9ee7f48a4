using MailGate.Cli.Top;
using MailGate.Tests.Admin;
using NUnit.Framework;

namespace MailGate.Tests.Cli;

internal sealed class TopVerbTests
{
    [Test]
    public async Task It_shows_rates_rules_servers_and_the_last_transactions_once_where_there_is_no_terminal()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync();
        await gateway.SendAsync("please tag", from: "ann@sender.example");
        await gateway.SendAsync("please reject", message: "Subject: please reject\r\n\r\nHello\r\n");
        Run run = await Run.MailgateAsync("top", "--url", gateway.Address.ToString(), "--once");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Standard, Does.Contain("mx.local.example, ready").And.Contain("SUBJECT_SCORE").And.Contain("final_dot").And.Contain("ann@sender.example").And.Contain("bob@local.example"));
        Assert.That(run.Standard, Does.Match("last hour +[12] "));
        Assert.That(run.Standard, Does.Not.Contain("\u001b"));
    }

    [Test]
    public async Task Where_nobody_answers_or_the_token_is_wrong_it_says_so()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync($", token: {AdminGateway.Token}");
        Run wrong = await Run.MailgateAsync("top", "--url", gateway.Address.ToString(), "--once");
        Run nowhere = await Run.MailgateAsync("top", "--url", "http://127.0.0.1:1", "--once");
        Run noUrl = await Run.MailgateAsync("top", "--url", "nonsense");

        Assert.That((wrong.ExitCode, wrong.Error), Is.EqualTo((1, $"mailgate: {gateway.Address} asks for another token\n")));
        Assert.That((nowhere.ExitCode, noUrl.ExitCode), Is.EqualTo((1, 1)));
        Assert.That(noUrl.Error, Does.Contain("is no address"));
    }

    [Test]
    public async Task Lines_fit_the_terminal()
    {
        await using AdminGateway gateway = await AdminGateway.StartAsync();
        await gateway.SendAsync("please tag", from: new string('a', 60) + "@sender.example");
        using TopClient client = new(gateway.Address, null);
        TopData data = await client.ReadAsync(CancellationToken.None);

        IReadOnlyList<string> lines = TopView.Lines(data, 60, 9);
        Assert.That(lines, Has.Count.LessThanOrEqualTo(9));
        Assert.That(lines.Select(line => line.Length), Is.All.LessThanOrEqualTo(60));
    }
}
