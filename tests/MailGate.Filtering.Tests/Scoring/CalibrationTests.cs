using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Learning;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring;

public class CalibrationTests
{
    [Test]
    public void A_learned_calibration_never_falls_and_tells_the_share_of_spam()
    {
        DeterministicRandom random = new(3);
        List<(double Score, bool IsSpam, double Weight)> examples = [];
        for (int i = 0; i < 20_000; i++)
        {
            double score = (random.Next(1000) / 100.0) - 5;
            // The truth is half as sure as the score says.
            examples.Add((score, random.Next(10_000) < Odds.Sigmoid(score / 2) * 10_000, 1));
        }

        Calibration calibration = CalibrationLearner.Fit(examples);
        double last = double.NegativeInfinity;
        for (double x = -30; x <= 30; x += 0.01)
        {
            double y = calibration.Apply(x);
            Assert.That(y, Is.GreaterThanOrEqualTo(last));
            last = y;
        }

        foreach (double x in (double[])[-3, -1, 0, 1, 3])
        {
            Assert.That(Odds.Sigmoid(calibration.Apply(x)), Is.EqualTo(Odds.Sigmoid(x / 2)).Within(0.04), $"at {x}");
        }
    }

    [Test]
    public void Knots_that_fall_are_refused() => Assert.That(() => new Calibration([0, 1], [1, 0]), Throws.ArgumentException);

    [Test]
    public void Points_rise_with_the_odds_from_a_little_below_nought_to_less_than_a_rejection()
    {
        double last = double.NegativeInfinity;
        for (double odds = -12; odds <= 12; odds += 0.05)
        {
            double points = PointsScale.Points(odds, 0.95);
            Assert.That(points, Is.GreaterThanOrEqualTo(last).And.InRange(PointsScale.Least, PointsScale.Most));
            last = points;
        }

        Assert.That(PointsScale.Points(0, 0.95), Is.Zero);
        Assert.That(PointsScale.Points(Odds.Logit(0.95), 0.95), Is.EqualTo(PointsScale.AtCut));
    }
}
