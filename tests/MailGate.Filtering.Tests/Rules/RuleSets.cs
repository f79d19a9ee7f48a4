using System.Text;
using MailGate.Filtering.Rules;
using MailGate.Filtering.Rules.Loading;
using NUnit.Framework;

namespace MailGate.Filtering.Tests.Rules;

/// <summary>Makes rule sets of text.</summary>
internal static class RuleSets
{
    /// <summary>A set of one file that has no mistakes.</summary>
    public static RuleSet Of(string yaml)
    {
        RuleSetResult result = Compile(yaml);
        Assert.That(result.Errors, Is.Empty);
        return result.RuleSet!;
    }

    /// <summary>Compiles files named a.yaml, b.yaml, ...</summary>
    public static RuleSetResult Compile(params string[] files) =>
        RuleSetCompiler.Compile([.. files.Select((text, index) => new RuleSource($"{(char)('a' + index)}.yaml", Encoding.UTF8.GetBytes(text)))], []);

    /// <summary>The mistakes as an editor shows them.</summary>
    public static string[] ErrorsOf(params string[] files) => [.. Compile(files).Errors.Select(error => error.ToString())];
}
