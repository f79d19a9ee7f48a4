using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Rewriting;

namespace MailGate.Filtering.Rules.Templates;

/// <summary>An effect of a rule whose texts may hold facts.</summary>
/// <param name="Kind">What the text becomes.</param>
/// <param name="Name">The header field's name; empty for other kinds.</param>
internal sealed record EffectTemplate(EffectKind Kind, string Name, TextTemplate Text, TimeSpan Delay = default)
{
    /// <summary>Characters of a header value: with folding and encoding it stays well below the 998 octets of RFC 5322 §2.1.1 a line and our limit a field.</summary>
    public const int MaxHeaderLength = 1024;

    /// <summary>
    /// The effect with these facts; null when they make no address where one is needed: an effect that cannot be right is left out, and the rule's other effects
    /// stay.
    /// </summary>
    public MessageEffect? Expand(IFactSource facts)
    {
        string text = Text.Expand(facts, onlyAscii: false, MaxHeaderLength);
        return Kind switch
        {
            EffectKind.AddHeader => new MessageEffect.EditHeader(new HeaderEdit.Add(Name, text)),
            EffectKind.RemoveHeader => new MessageEffect.EditHeader(new HeaderEdit.Remove(Name)),
            EffectKind.ReplaceHeader => new MessageEffect.EditHeader(new HeaderEdit.Replace(Name, text)),
            EffectKind.RenameHeader => new MessageEffect.EditHeader(new HeaderEdit.Rename(Name, text)),
            EffectKind.PrefixSubject => new MessageEffect.EditHeader(new HeaderEdit.PrefixSubject(text)),
            EffectKind.RewriteMailFrom => text.Length == 0 || EmailAddress.IsMailbox(text) ? new MessageEffect.RewriteMailFrom(text) : null,
            EffectKind.RewriteRcpt => EmailAddress.IsMailbox(text) ? new MessageEffect.RewriteRcpt(text) : null,
            EffectKind.Redirect => EmailAddress.IsMailbox(text) ? new MessageEffect.Redirect(text) : null,
            EffectKind.Bcc => EmailAddress.IsMailbox(text) ? new MessageEffect.Bcc(text, !Text.Facts.Any()) : null,
            EffectKind.Route => new MessageEffect.Route(text),
            EffectKind.Delay => new MessageEffect.Delay(Delay),
            _ => throw new InvalidOperationException($"unknown effect {Kind}"),
        };
    }
}
