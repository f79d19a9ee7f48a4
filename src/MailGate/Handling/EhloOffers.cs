using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Session;

namespace MailGate.Handling;

/// <summary>
/// What is advertised: our own abilities, and of those that need the server behind, what the default route's server was last seen to offer. What was learnt
/// stays while that server is down, so that clients see no difference (SEMANTICS §3.2).
/// </summary>
internal sealed class EhloOffers(DownstreamPool pool, DownstreamRoute? defaultRoute)
{
    // CHUNKING is turned into DATA, 8-bit data is passed on as it is: neither needs anything behind us.
    private const Extensions Own = Extensions.EightBitMime | Extensions.Chunking;

    private EhloKeywords? _from;
    private EhloOffer _offer = new(Own | Extensions.SmtpUtf8);

    /// <summary>The offer now.</summary>
    public EhloOffer Current
    {
        get
        {
            if (defaultRoute is not { IsCapture: false } || pool.KnownKeywords(defaultRoute.Targets[0]) is not { } known || ReferenceEquals(known, _from))
            {
                return _offer;
            }

            _from = known;
            return _offer = Make(known);
        }
    }

    private static EhloOffer Make(EhloKeywords known)
    {
        Extensions carried = known.Extensions & (Extensions.SmtpUtf8 | Extensions.Dsn | Extensions.RequireTls);
        // A channel binding would bind to the wrong channel: SCRAM-PLUS cannot be passed through (RFC 5802 §6).
        string mechanisms = string.Join(' ', known.AuthMechanisms.Where(name => !name.EndsWith("-PLUS", StringComparison.OrdinalIgnoreCase)));
        return new EhloOffer(Own | carried | (mechanisms.Length > 0 ? Extensions.Auth : 0), mechanisms, known.MaxMessageOctets);
    }
}
