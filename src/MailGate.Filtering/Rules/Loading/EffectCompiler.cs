using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rewriting;
using MailGate.Filtering.Rules.Expressions;
using MailGate.Filtering.Rules.Syntax;
using MailGate.Filtering.Rules.Templates;

namespace MailGate.Filtering.Rules.Loading;

/// <summary>Compiles what a rule does to a message. What can be seen to be wrong now, such as a line break in a header, never gets to run.</summary>
internal sealed class EffectCompiler(FactSchema schema, List<RuleError> errors)
{
    /// <summary>The effects that are right; mistakes in the others are reported.</summary>
    public IReadOnlyList<EffectTemplate> Compile(RuleSyntax rule)
    {
        List<EffectTemplate> effects = [];
        foreach (EffectSyntax syntax in rule.Effects)
        {
            if (!TextTemplate.TryParse(syntax.Text.Value, schema, out TextTemplate? text, out ExpressionError error))
            {
                errors.Add(syntax.Text.PlaceOf(error.Offset).Error(error.Message));
            }
            else if (Check(syntax, text) is { } problem)
            {
                errors.Add(syntax.Text.Place.Error(problem));
            }
            else
            {
                effects.Add(new EffectTemplate(syntax.Kind, syntax.Name, text, syntax.Delay));
            }
        }

        return effects;
    }

    private static string? Check(EffectSyntax syntax, TextTemplate text) => syntax.Kind switch
    {
        EffectKind.AddHeader or EffectKind.RemoveHeader or EffectKind.ReplaceHeader or EffectKind.RenameHeader => CheckHeader(syntax, text),
        EffectKind.PrefixSubject when text.Facts.Any() => "'prefix_subject' is a text without facts",
        EffectKind.PrefixSubject => SubjectPrefix.Check(text.Literals),
        EffectKind.RewriteMailFrom when text.Literals.Length == 0 && !text.Facts.Any() => null,
        EffectKind.RewriteMailFrom or EffectKind.RewriteRcpt or EffectKind.Redirect or EffectKind.Bcc => CheckAddress(text),
        EffectKind.Route when text.Facts.Any() => "'route' is the name of a route, without facts",
        EffectKind.Route or EffectKind.Delay => null,
        _ => throw new InvalidOperationException($"unknown effect {syntax.Kind}"),
    };

    private static string? CheckHeader(EffectSyntax syntax, TextTemplate text)
    {
        string name = syntax.Kind == EffectKind.RemoveHeader ? syntax.Name.TrimEnd('*') : syntax.Name;
        return !FieldSyntax.IsName(name) ? $"'{syntax.Name}' is not the name of a header field"
            : syntax.Kind == EffectKind.RemoveHeader ? null
            : syntax.Kind == EffectKind.RenameHeader && (text.Facts.Any() || !FieldSyntax.IsName(text.Literals)) ? $"'{text.Literals}' is not the name of a header field"
            : text.Literals.Length > EffectTemplate.MaxHeaderLength ? $"a header value has at most {EffectTemplate.MaxHeaderLength} characters"
            : FieldSyntax.CheckValue(text.Literals);
    }

    // With facts the address is checked when they are known.
    private static string? CheckAddress(TextTemplate text) =>
        text.Facts.Any() || EmailAddress.IsMailbox(text.Literals) ? null : $"'{text.Literals}' is not an address";
}
