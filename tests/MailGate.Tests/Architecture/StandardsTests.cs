using System.Text.RegularExpressions;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Tests.Architecture;

/// <summary>The table of standards in the README against what the code says that it obeys.</summary>
internal sealed partial class StandardsTests
{
    // A standard that so many files cite is one that the gateway implements, and not a detail in passing.
    private const int ManyFiles = 4;

    [Test]
    public void Each_standard_in_the_table_is_cited_in_the_code()
    {
        ILookup<string, string> cited = Cited();
        string[] table = [.. Table()];
        Assert.That(table, Has.Length.GreaterThan(30));
        Assert.That(table.Where(number => !cited.Contains(number)), Is.Empty);
    }

    [Test]
    public void Each_standard_that_many_files_cite_is_in_the_table()
    {
        // DMARC of before RFC 9989: cited for what changed since.
        string[] superseded = ["7489"];
        Assert.That(Cited().Where(number => number.Distinct().Count() >= ManyFiles).Select(number => number.Key).Except(Table()).Except(superseded), Is.Empty);
    }

    [Test]
    public void No_standard_is_in_the_table_twice() => Assert.That(Table(), Is.Unique);

    private static ILookup<string, string> Cited() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
        .SelectMany(file => Citation().Matches(File.ReadAllText(file)).Select(match => (match.Groups[1].Value, file)))
        .ToLookup(pair => pair.Value, pair => pair.file);

    private static IEnumerable<string> Table()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string section = readme[readme.IndexOf("## Standards", StringComparison.Ordinal)..];
        return Row().Matches(section[..section.IndexOf("\n## ", StringComparison.Ordinal)]).SelectMany(row => row.Groups[1].Value.Split(", "));
    }

    [GeneratedRegex(@"\bRFC (\d{3,5})\b", RegexOptions.NonBacktracking)]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\| (\d[\d, ]*) \|", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Row();
}
