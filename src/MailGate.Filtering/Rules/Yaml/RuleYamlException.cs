namespace MailGate.Filtering.Rules.Yaml;

/// <summary>Ends the reading of a rule file from within the parser's loop; never leaves <see cref="RuleYamlReader"/>.</summary>
internal sealed class RuleYamlException(SourcePlace place, string message) : Exception(message)
{
    public SourcePlace Place => place;
}
