using System.Text.RegularExpressions;
using MailGate.Configuration;
using MailGate.Configuration.Model;
using MailGate.Configuration.Sections;
using MailGate.Tests.Common;
using NUnit.Framework;

namespace MailGate.Tests.Configuration;

/// <summary>"Nothing in a configuration is silently ignored": what the file can say, the program reads.</summary>
internal sealed class SettingsAreUsedTests
{
    private static readonly string Code = string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "MailGate"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/Configuration/", StringComparison.Ordinal))
            .Select(File.ReadAllText));

    [TestCase(typeof(LimitSettings))]
    [TestCase(typeof(TimeoutSettings))]
    [TestCase(typeof(ListenerSettings))]
    [TestCase(typeof(RouteSettings))]
    [TestCase(typeof(TargetSettings))]
    [TestCase(typeof(AdminSettings))]
    [TestCase(typeof(TracingSettings))]
    [TestCase(typeof(LogSettings))]
    public void Every_setting_is_read_outside_the_configuration(Type section)
    {
        string[] unread = [.. section.GetProperties().Select(p => p.Name).Where(n => n != "EqualityContract" && !Regex.IsMatch(Code, $@"\.{n}\b"))];

        Assert.That(unread, Is.Empty);
    }

    [Test]
    public void Sections_have_no_public_property_that_is_not_a_setting()
    {
        IEnumerable<Type> sections = typeof(RootSection).Assembly.GetTypes().Where(t => t.Namespace == typeof(RootSection).Namespace && t.IsClass && !t.IsNested);

        Assert.That(sections.SelectMany(s => s.GetProperties().Where(p => !Attribute.IsDefined(p, typeof(SettingAttribute))).Select(p => $"{s.Name}.{p.Name}")), Is.Empty);
    }
}
