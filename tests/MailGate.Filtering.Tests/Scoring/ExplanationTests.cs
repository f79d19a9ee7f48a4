using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Site;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring;

public class ExplanationTests
{
    private static readonly SpamModel Model = SpamModelFile.Read(SyntheticMail.Train(), "m");

    [Test]
    public void The_items_sum_up_to_the_score([Values(3, 1003)] int number, [Values] bool spam)
    {
        MessageContent content = MessageContent.Read(spam ? SyntheticMail.Spam(number) : SyntheticMail.Ham(number));
        Explanation explanation = Explanation.Of(Model, content);
        Assert.That(explanation.Items.Sum(i => i.LogOdds), Is.EqualTo(explanation.LogOdds).Within(1e-6));
        Assert.That(explanation.Score, Is.EqualTo(Model.Score(content)));
    }

    [Test]
    public void What_a_site_learned_is_an_item_of_its_own()
    {
        SiteModel site = SiteModel.Empty();
        new SiteLearner(Model, site).Learn(SyntheticMail.Ham(5), isSpam: true);
        Explanation explanation = Explanation.Of(Model, MessageContent.Read(SyntheticMail.Ham(5)), site);
        Assert.That(explanation.Items.Single(i => i.Kind == "site").LogOdds, Is.GreaterThan(1));
        Assert.That(explanation.Items.Sum(i => i.LogOdds), Is.EqualTo(explanation.LogOdds).Within(1e-6));
    }

    [Test]
    public void Words_that_moved_it_are_named()
    {
        Explanation explanation = Explanation.Of(Model, MessageContent.Read(SyntheticMail.Message(SyntheticMail.SpamText)));
        Assert.That(explanation.Items.Where(i => i.Kind == "text" && i.LogOdds > 0).Select(i => i.Feature), Does.Contain("lottery"));
    }
}
