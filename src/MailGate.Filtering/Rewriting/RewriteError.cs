using MailGate.Filtering.Rules;

namespace MailGate.Filtering.Rewriting;

/// <summary>What is wrong with the configuration of rewriting.</summary>
/// <param name="Place">The entry, or null when it is about no entry.</param>
public readonly record struct RewriteError(SourcePlace? Place, string Message)
{
    public override string ToString() => Place is { } place ? place.Error(Message).ToString() : Message;
}
