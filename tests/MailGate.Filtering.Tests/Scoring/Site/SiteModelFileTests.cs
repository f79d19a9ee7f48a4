using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Site;
using MailGate.Mail.Messages;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring.Site;

public class SiteModelFileTests
{
    private static readonly SpamModel Model = SpamModelFile.Read(SyntheticMail.Train(), "m");
    private string _folder = "";

    private string File => Path.Combine(_folder, SiteModelFile.Name);

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("mailgate-site").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void What_was_learned_survives_the_file_and_can_be_unlearned_after_it()
    {
        SiteModel site = SiteModel.Empty();
        new SiteLearner(Model, site).Learn(SyntheticMail.Ham(9), isSpam: true);
        SiteModelFile.Write(File, site);
        SiteModel read = SiteModelFile.Read(File);
        Assert.That(read.Text, Is.EqualTo(site.Text));
        Assert.That(read.SpamCount, Is.EqualTo(1));
        Assert.That(new SiteLearner(Model, read).Unlearn(SyntheticMail.Ham(9)), Is.EqualTo(SiteLearning.Unlearned));
        Assert.That(read.Text, Is.All.Zero);
    }

    [Test]
    public void A_damaged_file_is_refused()
    {
        SiteModelFile.Write(File, SiteModel.Empty());
        byte[] octets = System.IO.File.ReadAllBytes(File);
        octets[1000] ^= 1;
        System.IO.File.WriteAllBytes(File, octets);
        Assert.That(() => SiteModelFile.Read(File), Throws.TypeOf<SpamModelException>().With.Message.Contains("SHA-256"));
    }

    [Test]
    public void A_running_gateway_uses_a_new_file_within_a_second_and_keeps_the_last_good_one()
    {
        ManualTimeProvider time = new();
        List<string> refused = [];
        SpamModelService service = new(Model, File, time, refused.Add);
        MessageContent content = MessageContent.Read(SyntheticMail.Ham(9));
        Assert.That(service.Score(content).Probability, Is.LessThan(0.5));

        SiteModel site = SiteModel.Empty();
        new SiteLearner(Model, site).Learn(SyntheticMail.Ham(9), isSpam: true);
        SiteModelFile.Write(File, site);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(service.Score(content).Probability, Is.GreaterThan(0.5));

        System.IO.File.WriteAllText(File, "broken");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(service.Score(content).Probability, Is.GreaterThan(0.5));
        Assert.That(refused, Has.Count.EqualTo(1));
    }
}
