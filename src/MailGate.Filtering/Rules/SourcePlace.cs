namespace MailGate.Filtering.Rules;

/// <summary>A place in a rule file; line and column count from 1.</summary>
public readonly record struct SourcePlace(string File, int Line, int Column)
{
    internal RuleError Error(string message) => new(File, Line, Column, message);
}
