using MailGate.Filtering.Scoring;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring;

public class SpamModelFileTests
{
    private static readonly byte[] Model = SyntheticMail.Train();

    [Test]
    public void The_same_mail_and_seed_give_the_same_octets() => Assert.That(SyntheticMail.Train(), Is.EqualTo(Model));

    [Test]
    public void Another_seed_gives_another_model() => Assert.That(SyntheticMail.Train(seed: 2), Is.Not.EqualTo(Model));

    [Test]
    public void A_model_is_at_most_eight_megabytes() => Assert.That(Model, Has.Length.LessThanOrEqualTo(8 * 1024 * 1024));

    [Test]
    public void A_written_model_tells_new_spam_from_new_ham()
    {
        SpamModel model = SpamModelFile.Read(Model, "m");
        for (int i = 1000; i < 1020; i++)
        {
            double spam = model.Score(MessageContent.Read(SyntheticMail.Spam(i))).Probability, ham = model.Score(MessageContent.Read(SyntheticMail.Ham(i))).Probability;
            Assert.That(spam, Is.GreaterThan(0.8), $"spam {i}");
            Assert.That(ham, Is.LessThan(0.2), $"ham {i}");
        }
    }

    [Test]
    public void A_changed_octet_anywhere_is_refused()
    {
        for (int position = 28; position < Model.Length; position += 100_003)
        {
            byte[] damaged = [.. Model];
            damaged[position] ^= 1;
            Assert.That(() => SpamModelFile.Read(damaged, "spam.model"), Throws.TypeOf<SpamModelException>().With.Message.Contains("spam.model").And.Message.Contains("SHA-256"), $"octet {position}");
        }
    }

    [Test]
    public void Another_version_is_refused_and_named()
    {
        byte[] other = [.. Model];
        other["MailGate spam model\n".Length + 4]++;
        Assert.That(() => SpamModelFile.Read(other, "spam.model"), Throws.TypeOf<SpamModelException>().With.Message.Contains($"{SpamModelFile.FormatVersion}.{SpamModelFile.FeatureVersion + 1}"));
    }

    [Test]
    public void What_is_no_model_is_refused([Values(0, 10, 5000)] int length) =>
        Assert.That(() => SpamModelFile.Read(new byte[length], "x"), Throws.TypeOf<SpamModelException>().With.Message.Contains("no spam model"));

    [Test]
    public void A_cut_off_model_is_refused([Values(1, 33, 100_000)] int missing) =>
        Assert.That(() => SpamModelFile.Read(Model[..^missing], "x"), Throws.TypeOf<SpamModelException>());
}
