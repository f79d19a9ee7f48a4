using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules.Expressions.Cel;

/// <summary>
/// CEL's own test cases. Those beyond the subset are listed with the reason in tests/vectors/cel/left-out.txt, and that list may name nothing that passes.
/// </summary>
public class CelConformanceTests
{
    private static readonly Lazy<Dictionary<string, string>> LeftOut = new(ReadLeftOut);

    private static string? Folder => Repository.ConformanceFile("..", "rfc", "cel-testdata");

    private static IEnumerable<TestCaseData> Cases() => Folder is null
        ? [Repository.MissingSuite("CEL")]
        : CelCase.ReadAll(Folder).Select(test => new TestCaseData(test).SetArgDisplayNames(test.Id));

    [TestCaseSource(nameof(Cases))]
    public void Case_has_its_value_or_is_left_out_with_a_reason(object test)
    {
        CelCase celCase = (CelCase)test;
        string? failure = celCase.Run();
        if (LeftOut.Value.TryGetValue(celCase.Id, out string? reason))
        {
            Assert.That(failure, Is.Not.Null, $"passes, though left out: {reason}");
        }
        else
        {
            Assert.That(failure, Is.Null);
        }
    }

    [Test]
    public void The_list_of_what_is_left_out_names_real_cases()
    {
        Assume.That(Folder, Is.Not.Null);

        Assert.That(LeftOut.Value.Keys, Is.SubsetOf(CelCase.ReadAll(Folder!).Select(test => test.Id)));
    }

    private static Dictionary<string, string> ReadLeftOut() =>
        File.ReadLines(Path.Combine(Repository.Vectors, "cel", "left-out.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToDictionary(parts => parts[0], parts => parts[1]);
}
