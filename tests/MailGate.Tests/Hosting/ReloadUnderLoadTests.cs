using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MailGate.Filtering.Rules;
using MailGate.Tests.Common;
using MailGate.Tests.Common.Smtp;
using MailGate.Tests.Handling;
using NUnit.Framework;

namespace MailGate.Tests.Hosting;

/// <summary>Rules change all the time while mail flows.</summary>
internal sealed partial class ReloadUnderLoadTests
{
    private const int Reloads = 1000;
    private const int Senders = 3;
    private const int MessagesPerSession = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Test]
    public async Task A_thousand_reloads_lose_no_message_mix_no_rules_and_leave_nothing_behind()
    {
        await using FakeDownstream downstream = new();
        await using TestGateway gateway = await TestGateway.StartAsync(downstream, rules: RulesOf(0));
        using CancellationTokenSource done = new(Patience);
        Task<int>[] senders = [.. Enumerable.Range(0, Senders).Select(_ => Task.Run(() => SendAsync(gateway, done.Token)))];
        List<WeakReference> old = [];
        int refused = 0;
        for (int i = 1; i <= Reloads && !done.IsCancellationRequested; i++)
        {
            bool isBad = i % 50 == 0;
            bool good = await gateway.ReloadRulesAsync(isBad ? "rules:\n  - { name: BROKEN, when: 'nonsense.fact == 1', score: 1 }\n" : RulesOf(i));
            Assert.That(good, Is.Not.EqualTo(isBad), $"reload {i}");
            Assert.That(gateway.Host.Metrics.ConfigReloadSuccess.With().Value, Is.EqualTo(isBad ? 0 : 1));
            refused += isBad ? 1 : 0;
            if (i % 10 == 0 && i < Reloads - 20)
            {
                old.Add(RulesOf(gateway));
            }
        }

        Assert.That(done.IsCancellationRequested, Is.False, "all reloads within the time");
        await done.CancelAsync();
        int accepted = (await Task.WhenAll(senders).WaitAsync(TimeSpan.FromMinutes(1))).Sum();

        Assert.That(refused, Is.EqualTo(Reloads / 50));
        Assert.That(accepted, Is.GreaterThan(Senders));
        Assert.That(downstream.Messages.Select(message => message.Text).Distinct().Count(), Is.EqualTo(accepted), "every message that was answered 250 is there, once");
        Assert.That(downstream.Messages, Has.Count.EqualTo(accepted));
        foreach (FakeMessage message in downstream.Messages)
        {
            Assert.That(Begun().Match(message.Text).Groups[1].Value, Is.Not.Empty.And.EqualTo(Ended().Match(message.Text).Groups[1].Value), "a transaction keeps the rules that it began with");
        }

        Assert.That(downstream.Messages.Select(message => Begun().Match(message.Text).Groups[1].Value).Distinct().Count(), Is.GreaterThan(1), "and later ones have later rules");
        await Talk.UntilAsync(() => AliveOf(old) == 0, "old rules are collected");
    }

    // In a method of its own, so that no register or stack slot of the test holds the rules.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RulesOf(TestGateway gateway)
    {
        RuleSet rules = gateway.Smtp.Rules;
        return new WeakReference(rules);
    }

    private static int AliveOf(List<WeakReference> references)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return references.Count(reference => reference.IsAlive);
    }

    private static string RulesOf(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        rules:
          - { name: BEGUN, stage: mail, when: 'mail.from.local != ""', add_header: { X-Begun: "{{number}}" } }
          - { name: ENDED, when: 'message.size > 0', add_header: { X-Ended: "{{number}}" } }

        """);

    private static async Task<int> SendAsync(TestGateway gateway, CancellationToken done)
    {
        int accepted = 0;
        while (!done.IsCancellationRequested)
        {
            await using SmtpTestClient client = await gateway.GreetAsync();
            for (int i = 0; i < MessagesPerSession; i++, accepted++)
            {
                await client.DeliverAsync();
            }
        }

        return accepted;
    }

    [GeneratedRegex(@"X-Begun: (\d+)\r\n")]
    private static partial Regex Begun();

    [GeneratedRegex(@"X-Ended: (\d+)\r\n")]
    private static partial Regex Ended();
}
