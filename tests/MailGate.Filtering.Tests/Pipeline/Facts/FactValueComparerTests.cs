using MailGate.Filtering.Pipeline.Facts;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Pipeline.Facts;

public class FactValueComparerTests
{
    private static readonly FactValue[] Numbers =
    [
        FactValue.Of(double.NegativeInfinity), FactValue.Of(long.MinValue), FactValue.Of(-1.5), FactValue.Of(-1L), FactValue.Of(0UL), FactValue.Of(0.5),
        FactValue.Of(1L), FactValue.Of((1L << 53) + 1), FactValue.Of(long.MaxValue), FactValue.Of(9223372036854777856.0), FactValue.Of(ulong.MaxValue),
        FactValue.Of(18446744073709555712.0), FactValue.Of(double.PositiveInfinity),
    ];

    [Test]
    public void Numbers_of_all_types_stand_on_one_line()
    {
        for (int x = 0; x < Numbers.Length; x++)
        {
            for (int y = 0; y < Numbers.Length; y++)
            {
                Assert.That(FactValueComparer.CompareNumbers(Numbers[x], Numbers[y]), Is.EqualTo(x.CompareTo(y)), $"{Numbers[x]} and {Numbers[y]}");
            }
        }
    }

    [Test]
    public void Equal_numbers_of_different_types_are_one_key()
    {
        FactMap map = new();

        Assert.That(map.TryAdd(FactValue.Of(1L), FactValue.True), Is.True);
        Assert.That(map.TryAdd(FactValue.Of(1UL), FactValue.True), Is.False);
        Assert.That(map.TryGet(FactValue.Of(1.0), out _), Is.True);
        Assert.That(map.TryGet(FactValue.Of(1.5), out _), Is.False);
    }

    [Test]
    public void Nan_equals_nothing() => Assert.That(FactValueComparer.AreEqual(FactValue.Of(double.NaN), FactValue.Of(double.NaN)), Is.False);

    [Test]
    public void Values_of_different_kinds_are_not_equal() => Assert.That(FactValueComparer.AreEqual(FactValue.Of("1"), FactValue.Of(1L)), Is.False);
}
