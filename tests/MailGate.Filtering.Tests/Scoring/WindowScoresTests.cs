using MailGate.Filtering.Scoring;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Scoring;

public class WindowScoresTests
{
    [Test]
    public void Without_text_there_is_the_bias() => Assert.That(WindowScores.Of([], [], 0.5), Is.EqualTo(new WindowScores(0.5, 0)));

    [Test]
    public void The_whole_is_the_sum_over_the_root_of_the_count() => Assert.That(Of((2, 1), (4, 3)).Whole, Is.EqualTo(3));

    [Test]
    public void A_piece_like_the_rest_adds_nothing() => Assert.That(Of((10, 100), (10, 100), (10, 100)).Excess, Is.Zero);

    [TestCase(0)]
    [TestCase(5)]
    [TestCase(9)]
    public void A_piece_like_spam_counts_wherever_it_stands(int at)
    {
        (double, int)[] segments = [.. Enumerable.Range(0, 11).Select(i => i == at || i == at + 1 ? (40.0, 100) : (-30.0, 100))];
        WindowScores scores = Of(segments);
        Assert.That(scores.Whole, Is.LessThan(-5));
        Assert.That(scores.Whole + scores.Excess, Is.EqualTo(80 / Math.Sqrt(200)).Within(0.8));
    }

    [Test]
    public void One_segment_alone_says_too_little()
    {
        WindowScores scores = Of((-60, 100), (60, 100), (-60, 100));
        Assert.That(scores.Whole + scores.Excess, Is.LessThanOrEqualTo(0));
    }

    private static WindowScores Of(params (double Sum, int Count)[] segments)
    {
        double sum = 0;
        int end = 0;
        return WindowScores.Of([.. segments.Select(s => sum += s.Sum)], [.. segments.Select(s => end += s.Count)], 0);
    }
}
