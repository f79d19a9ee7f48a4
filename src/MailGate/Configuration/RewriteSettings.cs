using MailGate.Configuration.Sections;
using MailGate.Configuration.Values;
using MailGate.Filtering.Rewriting;

namespace MailGate.Configuration;

/// <summary>Rewriting of addresses, compiled.</summary>
/// <param name="Addresses">The maps, or null where there are none.</param>
/// <param name="ChangesHeader">Whether they apply to addresses in the header.</param>
/// <param name="ForwardTo">Domains that a recipient may be rewritten to, beside those that are accepted.</param>
/// <param name="Srs">The Sender Rewriting Scheme, or null.</param>
/// <param name="SrsScope">Which mail it is for.</param>
internal sealed record RewriteSettings(AddressRewriter? Addresses, bool ChangesHeader, DomainSet ForwardTo, SenderRewriting? Srs, SrsScope SrsScope)
{
    /// <summary>No rewriting.</summary>
    public static RewriteSettings None { get; } = new(null, false, new DomainSet([]), null, SrsScope.Forwarded);
}
