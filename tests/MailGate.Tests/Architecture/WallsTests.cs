using System.Text.RegularExpressions;
using System.Xml.Linq;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Tests.Architecture;

/// <summary>The walls of the house: who may know whom, and where sockets, YAML, HTTP and the clock may be touched.</summary>
internal sealed partial class WallsTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    [TestCase("MailGate.Mail", new string[0], new string[0])]
    [TestCase("MailGate.Smtp", new[] { "MailGate.Mail" }, new string[0])]
    [TestCase("MailGate.Filtering", new[] { "MailGate.Mail" }, new[] { "YamlDotNet" })]
    public void Library_refers_to_what_it_may_know_and_to_nothing_else(string project, string[] projects, string[] packages)
    {
        XDocument file = XDocument.Load(Path.Combine(Source, project, project + ".csproj"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Included(file, "ProjectReference").Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(projects));
            Assert.That(Included(file, "PackageReference"), Is.EquivalentTo(packages));
        }
    }

    [Test]
    public void Smtp_knows_addresses_of_the_mail_library_and_nothing_else_of_it() => Assert.That(
        Lines("MailGate.Smtp").Where(line => line.Text.Contains("MailGate.Mail.", StringComparison.Ordinal) && !line.Text.Contains("MailGate.Mail.Addresses", StringComparison.Ordinal)),
        Is.Empty);

    [TestCase("System.Net.Sockets.Socket", @"\bnew (Socket|TcpClient|TcpListener|UdpClient)\(", new[] { "MailGate.Mail/Dns/", "MailGate.Smtp/Transport/", "MailGate.Smtp/Session/SmtpListener.cs", "MailGate/Hosting/" })]
    [TestCase("YamlDotNet", @"^using YamlDotNet", new[] { "MailGate.Filtering/Rules/", "MailGate/Configuration/" })]
    [TestCase("ASP.NET Core", @"^using Microsoft\.AspNetCore", new[] { "MailGate/Admin/", "MailGate/Hosting/" })]
    [TestCase("SQLite", @"^using Microsoft\.Data\.Sqlite", new[] { "MailGate/Storage/" })]
    [TestCase("processes", @"\bProcess\.Start\(", new string[0])]
    [TestCase("Stopwatch", @"\bStopwatch\.", new string[0])]
    public void Thing_is_used_only_where_it_belongs(string what, string pattern, string[] places)
    {
        Regex regex = new(pattern, RegexOptions.NonBacktracking);
        IEnumerable<string> strays = Lines("MailGate.Mail").Concat(Lines("MailGate.Smtp")).Concat(Lines("MailGate.Filtering")).Concat(Lines("MailGate"))
            .Where(line => regex.IsMatch(line.Text) && !places.Any(place => line.File.StartsWith(place, StringComparison.Ordinal)))
            .Select(line => $"{line.File}: {line.Text.Trim()}");
        Assert.That(strays, Is.Empty, what);
    }

    [Test]
    public void Namespace_is_the_folder()
    {
        IEnumerable<string> strays = from file in Files("")
            let expected = Path.GetDirectoryName(Path.GetRelativePath(Source, file))!.Replace('/', '.')
            let declared = File.ReadLines(file).Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value
            where declared is not null && declared != expected
            select $"{file}: {declared}, not {expected}";
        Assert.That(strays, Is.Empty);
    }

    [Test]
    public void No_source_file_is_longer_than_600_lines() =>
        Assert.That(Files("").Where(file => File.ReadLines(file).Count() > 600), Is.Empty);

    [TestCase("MailGate.Mail")]
    [TestCase("MailGate.Smtp")]
    [TestCase("MailGate.Filtering")]
    [TestCase("MailGate")]
    public void Project_says_in_at_most_30_lines_what_lives_in_it(string project) =>
        Assert.That(File.ReadLines(Path.Combine(Source, project, "README.md")).Count(), Is.InRange(5, 30));

    private static IEnumerable<string> Included(XDocument file, string element) =>
        file.Descendants(element).Select(reference => reference.Attribute("Include")!.Value);

    private static IEnumerable<string> Files(string project) => Directory.EnumerateFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static IEnumerable<(string File, string Text)> Lines(string project) =>
        Files(project).SelectMany(file => File.ReadLines(file).Select(line => (Path.GetRelativePath(Source, file), line)));

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex NamespaceLine();
}
