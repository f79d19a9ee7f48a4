namespace MailGate.Filtering.Rules.Expressions.Syntax;

/// <summary>The macros that go through a list or the keys of a map (CEL, "Macros").</summary>
internal enum MacroKind
{
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}
