using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Site;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring.Site;

public class SiteLearnerTests
{
    private static readonly SpamModel Model = SpamModelFile.Read(SyntheticMail.Train(), "m");

    [Test]
    public void A_learned_message_is_judged_as_it_was_learned([Values] bool asSpam)
    {
        SiteModel site = SiteModel.Empty();
        byte[] message = asSpam ? SyntheticMail.Ham(500) : SyntheticMail.Spam(500);
        Assert.That(new SiteLearner(Model, site).Learn(message, asSpam), Is.EqualTo(SiteLearning.Learned));
        double probability = Model.Score(MessageContent.Read(message), site, 0).Probability;
        Assert.That(probability, asSpam ? Is.GreaterThan(Model.Cut) : Is.LessThan(0.1));
    }

    [Test]
    public void Learning_twice_is_learning_once_also_with_other_line_ends()
    {
        SiteModel site = SiteModel.Empty();
        SiteLearner learner = new(Model, site);
        byte[] message = SyntheticMail.Spam(1);
        learner.Learn(message, isSpam: false);
        int[] before = [.. site.Text];
        Assert.That(learner.Learn(message, isSpam: false), Is.EqualTo(SiteLearning.Unchanged));
        Assert.That(learner.Learn([.. message.Where(b => b != '\r')], isSpam: false), Is.EqualTo(SiteLearning.Unchanged));
        Assert.That(site.Text, Is.EqualTo(before));
        Assert.That(site.HamCount, Is.EqualTo(1));
    }

    [Test]
    public void Unlearning_leaves_no_trace()
    {
        SiteModel site = SiteModel.Empty();
        SiteLearner learner = new(Model, site);
        learner.Learn(SyntheticMail.Ham(1), isSpam: true);
        int[] text = [.. site.Text], header = [.. site.Header];
        learner.Learn(SyntheticMail.Spam(2), isSpam: false);
        Assert.That(site.Text, Is.Not.EqualTo(text));
        Assert.That(learner.Unlearn(SyntheticMail.Spam(2)), Is.EqualTo(SiteLearning.Unlearned));
        Assert.That(site.Text, Is.EqualTo(text));
        Assert.That(site.Header, Is.EqualTo(header));
        Assert.That(learner.Unlearn(SyntheticMail.Spam(2)), Is.EqualTo(SiteLearning.Unchanged));
    }

    [Test]
    public void Learning_it_as_the_other_takes_the_first_back()
    {
        SiteModel site = SiteModel.Empty();
        SiteLearner learner = new(Model, site);
        learner.Learn(SyntheticMail.Spam(7), isSpam: false);
        Assert.That(learner.Learn(SyntheticMail.Spam(7), isSpam: true), Is.EqualTo(SiteLearning.Relearned));
        Assert.That((site.SpamCount, site.HamCount), Is.EqualTo((1, 0)));
        Assert.That(Model.Score(MessageContent.Read(SyntheticMail.Spam(7)), site, 0).Probability, Is.GreaterThan(0.5));
    }
}
