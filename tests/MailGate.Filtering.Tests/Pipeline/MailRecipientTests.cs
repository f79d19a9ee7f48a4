using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline;

public sealed class MailRecipientTests
{
    private static readonly Verdict Plain = new() { Stage = Stage.Rcpt };

    private static readonly (Verdict One, Verdict Other, bool Alike)[] Pairs =
    [
        (Plain, Plain, true),
        (Plain, Plain with { Action = RuleAction.Tag, IsTagged = true }, false),
        (Plain, Plain with { Action = RuleAction.Accept }, false),
        (Plain, Plain with { Action = RuleAction.Quarantine }, false),
        (Plain with { Action = RuleAction.Discard }, Plain with { Action = RuleAction.Quarantine }, false),
        (Plain, Plain with { Effects = [new MessageEffect.Bcc("a@b", true)] }, true),
        (Plain, Plain with { Effects = [new MessageEffect.RewriteRcpt("a@b")] }, true),
        (Plain, Plain with { Effects = [new MessageEffect.Delay(TimeSpan.FromSeconds(1))] }, true),
        (Plain, Plain with { Effects = [new MessageEffect.Route("r")] }, false),
        (Plain, Plain with { Effects = [new MessageEffect.EditHeader(new HeaderEdit.Add("X", "1"))] }, false),
        (
            Plain with { Effects = [new MessageEffect.EditHeader(new HeaderEdit.Add("X", "1"))] },
            Plain with { Effects = [new MessageEffect.Bcc("a@b", true), new MessageEffect.EditHeader(new HeaderEdit.Add("X", "1"))] },
            true),
    ];

    [Test]
    public void Recipients_are_treated_alike_when_one_copy_does_for_both()
    {
        foreach ((Verdict one, Verdict other, bool alike) in Pairs)
        {
            MailRecipient first = new(TestMail.MailboxOf("a@x.example"), one), second = new(TestMail.MailboxOf("b@x.example"), other);
            Assert.That(first.IsTreatedLike(second), Is.EqualTo(alike), $"{one} {other}");
            Assert.That(second.IsTreatedLike(first), Is.EqualTo(alike), $"{other} {one}");
        }
    }

    [Test]
    public void Recipients_who_differ_can_be_joined_where_they_take_one_way_and_nothing_is_thrown_away()
    {
        MailRecipient plain = With(Plain), free = With(Plain with { Action = RuleAction.Accept }), aside = With(Plain with { Action = RuleAction.Quarantine });
        MailRecipient away = With(Plain with { Action = RuleAction.Discard }), edited = With(Plain with { Effects = [new MessageEffect.EditHeader(new HeaderEdit.Add("X", "1"))] });
        MailRecipient routed = With(Plain with { Effects = [new MessageEffect.Route("r")] });

        Assert.That(new[] { free, aside, edited }.All(plain.CanBeJoinedWith), Is.True);
        Assert.That(new[] { away, routed }.Any(plain.CanBeJoinedWith), Is.False);
        Assert.That(MailRecipient.FateOf([plain, free]), Is.Null, "the rules of stage message judge the one and so the other");
        Assert.That(MailRecipient.FateOf([free, aside])?.Action, Is.EqualTo(RuleAction.Quarantine));
        Assert.That(MailRecipient.FateOf([free, free])?.Action, Is.EqualTo(RuleAction.Accept));
        Assert.That(MailRecipient.FateOf([away, away])?.Action, Is.EqualTo(RuleAction.Discard));
        Assert.That(MailRecipient.FateOf([away, free])?.Action, Is.EqualTo(RuleAction.Accept), "nobody's mail is thrown away for another's sake");
        Assert.That(MailRecipient.FateOf([]), Is.Null);

        static MailRecipient With(Verdict verdict) => new(TestMail.MailboxOf("a@x.example"), verdict);
    }

    [Test]
    public void Without_a_verdict_a_recipient_is_plain() =>
        Assert.That(new MailRecipient(TestMail.MailboxOf("a@x.example"), null).IsTreatedLike(new MailRecipient(TestMail.MailboxOf("b@x.example"), Plain)), Is.True);
}
