using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rules;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CheckRunnerTests
{
    private readonly TestMail _mail = new();

    [Test]
    public async Task Checks_run_in_parallel_and_their_facts_are_there_at_the_end()
    {
        TaskCompletionSource first = new(), second = new();
        // Each waits for the other to have begun: one after the other they would never end.
        FakeCheck one = new("one", async (findings, _) =>
        {
            first.SetResult();
            await second.Task;
            findings.Set(MailFacts.SpfResult, "pass");
        });
        FakeCheck other = new("other", async (findings, _) =>
        {
            second.SetResult();
            await first.Task;
            findings.Set(MailFacts.DkimResult, "fail");
        });
        MailContext context = _mail.Mail();

        IReadOnlyList<CheckReport> reports = await RunAsync(context, one, other);

        Assert.That(reports.Select(report => report.Outcome), Is.All.EqualTo(CheckOutcome.Completed));
        Assert.That(context.Facts.Get(MailFacts.SpfResult).AsString, Is.EqualTo("pass"));
        Assert.That(context.Facts.Get(MailFacts.DkimResult).AsString, Is.EqualTo("fail"));
        Assert.That(context.RanChecks, Is.SupersetOf((string[])["one", "other"]));
    }

    [Test]
    public async Task Each_check_has_its_own_time_out_and_what_it_wrote_too_late_is_thrown_away()
    {
        TaskCompletionSource never = new();
        CancellationToken seen = default;
        FakeCheck stuck = new("stuck", async (findings, cancellation) =>
        {
            seen = cancellation;
            findings.Set(MailFacts.SpfResult, "pass");
            await never.Task;
        }, findings => findings.Set(MailFacts.SpfResult, "temperror"));
        FakeCheck quick = new("quick", (findings, _) =>
        {
            findings.Set(MailFacts.DkimResult, "none");
            return Task.CompletedTask;
        });
        MailContext context = _mail.Mail();
        Dictionary<string, CheckSettings> settings = new()
        {
            ["stuck"] = new CheckSettings { Timeout = TimeSpan.FromSeconds(3), OnError = ErrorPolicy.Defer },
        };

        Task<IReadOnlyList<CheckReport>> run = new CheckRunner(_mail.Time, settings)
            .RunAsync(context, Stage.Message, [stuck, quick], [], TimeSpan.FromSeconds(10)).AsTask();
        await _mail.Time.WhenTimersAsync(1);
        _mail.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.That(run.IsCompleted, Is.False);
        _mail.Time.Advance(TimeSpan.FromSeconds(0.2));
        IReadOnlyList<CheckReport> reports = await run;

        Assert.That(reports[0].Outcome, Is.EqualTo(CheckOutcome.TimedOut));
        Assert.That(reports[0].OnError, Is.EqualTo(ErrorPolicy.Defer));
        Assert.That(reports[0].Duration, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(reports[1].Outcome, Is.EqualTo(CheckOutcome.Completed));
        Assert.That(context.Facts.Get(MailFacts.SpfResult).AsString, Is.EqualTo("temperror"), "a time-out is never a pass");
        Assert.That(context.Facts.Get(MailFacts.DkimResult).AsString, Is.EqualTo("none"));
        Assert.That(seen.IsCancellationRequested, Is.True);
        never.SetException(new InvalidOperationException("too late to matter"));
    }

    [Test]
    public async Task The_deadline_of_the_stage_ends_checks_that_have_more_time_by_themselves()
    {
        FakeCheck stuck = new("stuck", (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, _mail.Time, cancellation));
        Task<IReadOnlyList<CheckReport>> run = new CheckRunner(_mail.Time, new Dictionary<string, CheckSettings>())
            .RunAsync(_mail.Mail(), Stage.Message, [stuck], [], TimeSpan.FromSeconds(5)).AsTask();
        await _mail.Time.WhenTimersAsync(1);
        _mail.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.That((await run)[0].Outcome, Is.EqualTo(CheckOutcome.TimedOut));
        Assert.That(_mail.Time.ActiveTimers, Is.Zero, "nothing is left behind");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_check_that_throws_is_reported_and_its_facts_are_those_of_a_failure(bool atOnce)
    {
        FakeCheck broken = new("broken", async (findings, _) =>
        {
            findings.Set(MailFacts.ArcTrusted, true);
            if (!atOnce)
            {
                await Task.Yield();
            }

            throw new InvalidOperationException("bug");
        }, findings => findings.Set(MailFacts.ArcTrusted, false));
        FakeCheck throwing = new("throwing", (_, _) => throw new NotSupportedException("not even a task"));
        MailContext context = _mail.Mail();

        IReadOnlyList<CheckReport> reports = await RunAsync(context, broken, throwing);

        Assert.That(reports.Select(report => report.Outcome), Is.All.EqualTo(CheckOutcome.Failed));
        Assert.That(reports[0].Error, Is.EqualTo("InvalidOperationException: bug"));
        Assert.That(context.Facts.Get(MailFacts.ArcTrusted).IsFalse, Is.True);
    }

    [Test]
    public async Task A_check_in_doubt_keeps_its_facts_and_says_why()
    {
        FakeCheck doubtful = new("doubtful", (findings, _) =>
        {
            findings.Set(MailFacts.SpfResult, "temperror");
            findings.NoteTrouble("the DNS did not answer");
            findings.NoteTrouble("another reason");
            return Task.CompletedTask;
        });
        MailContext context = _mail.Mail();

        CheckReport report = (await RunAsync(context, doubtful))[0];

        Assert.That((report.Outcome, report.Error, report.IsInDoubt), Is.EqualTo((CheckOutcome.InDoubt, "the DNS did not answer", true)));
        Assert.That(context.Facts.Get(MailFacts.SpfResult).AsString, Is.EqualTo("temperror"));
    }

    [Test]
    public async Task Each_check_sees_its_own_questions_only()
    {
        IReadOnlyList<FactCall>? seen = null;
        FakeCheck rate = new("rate", (findings, _) =>
        {
            seen = findings.Questions;
            findings.Answer(findings.Questions[0], FactValue.Of(7L));
            return Task.CompletedTask;
        });
        FactCall own = TestMail.Call(MailFacts.Rate, "k", "v", "10m");
        MailContext context = _mail.Mail();

        await new CheckRunner(_mail.Time, new Dictionary<string, CheckSettings>())
            .RunAsync(context, Stage.Mail, [rate], [own, TestMail.Call(MailFacts.Dnsbl, "list.example")], TimeSpan.FromSeconds(1));

        Assert.That(seen, Is.EqualTo((FactCall[])[own]));
        Assert.That(context.Facts.Call(MailFacts.Rate.Id, [FactValue.Of("k"), FactValue.Of("v"), FactValue.Of("10m")]).AsInt, Is.EqualTo(7));
    }

    private ValueTask<IReadOnlyList<CheckReport>> RunAsync(MailContext context, params ICheck[] checks) =>
        new CheckRunner(_mail.Time, new Dictionary<string, CheckSettings>()).RunAsync(context, Stage.Message, checks, [], TimeSpan.FromSeconds(10));

    private sealed class FakeCheck(string name, Func<CheckFindings, CancellationToken, Task> run, Action<CheckFindings>? fail = null) : ICheck
    {
        public string Name => name;

        public Stage Stage => Stage.Connect;

        public ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken) => new(run(findings, cancellationToken));

        public void Fail(CheckFindings findings) => fail?.Invoke(findings);
    }
}
