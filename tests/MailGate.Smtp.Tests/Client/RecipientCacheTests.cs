using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Smtp.Tests.Client;

internal sealed class RecipientCacheTests
{
    private static readonly RecipientCacheTimes Times = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(6));
    private static readonly Reply Ok = Reply.Of(ReplyCode.Ok, 1, 5, "Ok");
    private static readonly Reply Unknown = Reply.Of(ReplyCode.MailboxUnavailable, 1, 1, "No such user");

    [Test]
    public void Known_and_unknown_recipients_are_remembered_for_their_time()
    {
        ManualTimeProvider time = new();
        RecipientCache cache = new(100_000, time);
        Note(cache, "known@example.com", Ok);
        Note(cache, "unknown@example.com", Unknown);

        Assert.That(Find(cache, "known@EXAMPLE.com"), Is.SameAs(Ok));
        Assert.That(Find(cache, "unknown@example.com"), Is.SameAs(Unknown));
        Assert.That(Find(cache, "Known@example.com"), Is.Null, "local-parts are told apart by case");
        Assert.That(cache.Find("other", TestAddress.Mailbox("known@example.com"), Times), Is.Null);

        time.Advance(TimeSpan.FromMinutes(6));
        Assert.That(Find(cache, "known@example.com"), Is.SameAs(Ok));
        Assert.That(Find(cache, "unknown@example.com"), Is.Null);
        Assert.That(cache.Find("r", TestAddress.Mailbox("unknown@example.com"), Times, isStaleGood: true), Is.SameAs(Unknown));

        time.Advance(TimeSpan.FromHours(7));
        Assert.That(cache.Find("r", TestAddress.Mailbox("known@example.com"), Times, isStaleGood: true), Is.Null);
        Assert.That(cache.Find("r", TestAddress.Mailbox("unknown@example.com"), Times, isStaleGood: true), Is.Null);
    }

    [TestCase(550, 7, 1)]
    [TestCase(554, 7, 606)]
    [TestCase(450, 1, 1)]
    [TestCase(552, 2, 2)]
    [TestCase(452, 4, 5)]
    public void What_may_be_meant_for_this_client_or_this_moment_is_not_remembered(int code, int subject, int detail)
    {
        RecipientCache cache = new(100_000, new ManualTimeProvider());

        Note(cache, "a@example.com", Reply.Of((ReplyCode)code, subject, detail, "No"));

        Assert.That(cache.Count, Is.Zero);
    }

    [TestCase(550, 7, 1)]
    [TestCase(450, 2, 0)]
    public void Of_one_whose_answers_differ_no_acceptance_counts_for_as_long_as_it_would_have_been_good(int code, int subject, int detail)
    {
        ManualTimeProvider time = new();
        RecipientCache cache = new(100_000, time);
        Note(cache, "a@example.com", Ok);
        Note(cache, "a@example.com", Reply.Of((ReplyCode)code, subject, detail, "Not from you"));
        Assert.That(Find(cache, "a@example.com"), Is.Null);

        Note(cache, "a@example.com", Ok);
        Assert.That(Find(cache, "a@example.com"), Is.Null, "another client was accepted again");

        time.Advance(TimeSpan.FromMinutes(61));
        Note(cache, "a@example.com", Ok);
        Assert.That(Find(cache, "a@example.com"), Is.SameAs(Ok));
    }

    [Test]
    public void A_server_that_closes_says_nothing_of_the_recipient()
    {
        RecipientCache cache = new(100_000, new ManualTimeProvider());
        Note(cache, "a@example.com", Ok);
        Note(cache, "a@example.com", Reply.Of(ReplyCode.ServiceNotAvailable, 3, 2, "Closing"));

        Assert.That(Find(cache, "a@example.com"), Is.SameAs(Ok));
    }

    [Test]
    public void A_refused_mail_or_a_failure_says_nothing_of_the_recipient()
    {
        RecipientCache cache = new(100_000, new ManualTimeProvider());
        cache.Note("r", TestAddress.Mailbox("a@example.com"), Times, DownstreamOutcome.Of(DownstreamPhase.Mail, Unknown));
        cache.Note("r", TestAddress.Mailbox("a@example.com"), Times, DownstreamOutcome.Failed(DownstreamPhase.Rcpt, DownstreamOutcomeKind.Timeout, "x"));

        Assert.That(cache.Count, Is.Zero);
    }

    [Test]
    public void It_is_bounded_and_keeps_what_is_asked_for()
    {
        RecipientCache cache = new(100, new ManualTimeProvider());
        Note(cache, "often@example.com", Ok);
        for (int i = 0; i < 10_000; i++)
        {
            Note(cache, $"r{i}@example.com", Unknown);
            Assert.That(Find(cache, "often@example.com"), Is.SameAs(Ok), $"after {i}");
        }

        Assert.That(cache.Count, Is.LessThanOrEqualTo(100));
    }

    private static void Note(RecipientCache cache, string address, Reply reply) =>
        cache.Note("r", TestAddress.Mailbox(address), Times, DownstreamOutcome.Of(DownstreamPhase.Rcpt, reply));

    private static Reply? Find(RecipientCache cache, string address) => cache.Find("r", TestAddress.Mailbox(address), Times);
}
