namespace MailGate.Filtering.Rules.Templates;

/// <summary>The effects that rules can have; see <see cref="MessageEffect"/>.</summary>
internal enum EffectKind
{
    AddHeader,
    RemoveHeader,
    ReplaceHeader,
    RenameHeader,
    PrefixSubject,
    RewriteMailFrom,
    RewriteRcpt,
    Redirect,
    Bcc,
    Route,
    Delay,
}
