using MailGate.Filtering.Scoring;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring;

/// <summary>What the model's word is worth beside rules.</summary>
internal sealed class PointsScaleTests
{
    // Of the documentation: what a model says never refuses mail by itself, nor sets it aside.
    private const double QuarantineThreshold = 10;

    [TestCase(0.6)]
    [TestCase(0.9)]
    [TestCase(0.999)]
    public void The_model_alone_neither_refuses_mail_nor_sets_it_aside(double cut)
    {
        foreach (double logOdds in (double[])[10, 100, 1e6, double.PositiveInfinity])
        {
            Assert.That(PointsScale.Points(logOdds, cut), Is.LessThan(QuarantineThreshold));
        }

        Assert.That(PointsScale.Points(double.NegativeInfinity, cut), Is.InRange(-2, 0), "and it excuses little");
    }

    [Test]
    public void At_the_cut_mail_is_tagged_and_at_even_odds_nothing_is_said()
    {
        Assert.That(PointsScale.Points(Math.Log(0.9 / 0.1), 0.9), Is.EqualTo(6));
        Assert.That(PointsScale.Points(0, 0.9), Is.Zero);
    }
}
