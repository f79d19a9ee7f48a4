using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Iprev;
using MailGate.Mail.Messages;
using MailGate.Mail.Spf;

namespace MailGate.Mail.Authentication;

/// <summary>All that was found out about who sent a message. Null: not asked for, or not to be asked (no HELO name, no header yet).</summary>
public sealed record AuthenticationReport
{
    /// <summary>SPF of MAIL FROM, or of the HELO name where the reverse-path is null.</summary>
    public SpfResult? Spf { get; init; }

    /// <summary>SPF of the HELO name by itself.</summary>
    public SpfResult? SpfHelo { get; init; }

    public DkimVerification? Dkim { get; init; }

    public ArcVerification? Arc { get; init; }

    /// <summary>True when the chain passes and trusted sealers say that DMARC passed before they changed the message.</summary>
    public bool IsArcTrusted { get; init; }

    public DmarcResult? Dmarc { get; init; }

    public IprevResult? Iprev { get; init; }

    /// <summary>The author of the message.</summary>
    public HeaderFrom? From { get; init; }

    /// <summary>The results in the form of Authentication-Results (RFC 8601), to be written by <see cref="AuthenticationResultsWriter"/>.</summary>
    /// <param name="disposition">What the gateway does because of DMARC; null leaves it out.</param>
    public IReadOnlyList<AuthenticationResult> ToResults(DmarcPolicy? disposition = null)
    {
        List<AuthenticationResult> results = [];
        if (Iprev is not null)
        {
            results.Add(AuthenticationMethods.Iprev(Iprev));
        }

        if (Spf is not null)
        {
            results.Add(AuthenticationMethods.Spf(Spf));
        }

        // With the null reverse-path the one check is of the HELO name already.
        if (SpfHelo is not null && Spf?.Identity != SpfIdentity.Helo)
        {
            results.Add(AuthenticationMethods.Spf(SpfHelo));
        }

        AddDkim(results);
        if (Arc is not null)
        {
            results.Add(AuthenticationMethods.Arc(Arc.Result.ToWord(), Arc.OldestPass, Iprev?.Address, Arc.Result == ArcResult.Fail ? Arc.Reason : null));
        }

        if (Dmarc is not null)
        {
            results.Add(AuthenticationMethods.Dmarc(Dmarc, disposition, Arc?.Result.ToWord()));
        }

        return results;
    }

    /// <summary>The header field, with the CRLF that ends it.</summary>
    /// <param name="authservId">Our id.</param>
    /// <exception cref="ArgumentException"><paramref name="authservId"/> cannot be written: it is configuration, not mail.</exception>
    public string ToField(string authservId, DmarcPolicy? disposition = null) => AuthenticationResultsWriter.Write(authservId, ToResults(disposition));

    private void AddDkim(List<AuthenticationResult> results)
    {
        if (Dkim is { Signatures.Count: 0 })
        {
            results.Add(AuthenticationMethods.Dkim("none", null));
        }

        foreach (DkimSignatureResult signature in Dkim?.Signatures ?? [])
        {
            results.Add(AuthenticationMethods.Dkim(signature));
        }
    }
}
