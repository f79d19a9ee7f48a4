using MailGate.Filtering.Scoring.Evaluation;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring.Evaluation;

public class RocCurveTests
{
    [Test]
    public void The_area_is_the_share_of_pairs_in_order_draws_as_half()
    {
        double[] spam = [0.9, 0.8, 0.5, 0.5, 0.1], ham = [0.5, 0.2, 0.1, 0.05];
        double expected = spam.Sum(s => ham.Sum(h => s > h ? 1.0 : s == h ? 0.5 : 0)) / (spam.Length * ham.Length);
        Assert.That(new RocCurve(spam, ham).Area, Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Caught_at_a_share_allows_no_more_ham_than_that()
    {
        double[] ham = [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0)];
        RocCurve curve = new([0.9985, 0.998, 0.9, 2], ham);
        Assert.That(curve.CaughtAt(0.001), Is.EqualTo(0.5));
        Assert.That(curve.CaughtAt(0), Is.EqualTo(0.25));
    }

    [Test]
    public void The_curve_goes_from_corner_to_corner_and_never_falls()
    {
        (double Ham, double Spam)[] points = [.. new RocCurve([0.9, 0.5, 0.5], [0.5, 0.1]).Points()];
        Assert.That(points[0], Is.EqualTo((0.0, 0.0)));
        Assert.That(points[^1], Is.EqualTo((1.0, 1.0)));
        Assert.That(points.Select(p => p.Spam), Is.Ordered);
        Assert.That(points.Select(p => p.Ham), Is.Ordered);
    }
}
