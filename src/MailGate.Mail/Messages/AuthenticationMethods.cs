using System.Net;
using MailGate.Mail.Addresses;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Iprev;
using MailGate.Mail.Spf;

namespace MailGate.Mail.Messages;

/// <summary>Results in the form that Authentication-Results gives them (RFC 8601 §2.7), with domains only where they are domains (ATTACKS B02).</summary>
public static class AuthenticationMethods
{
    private const int SignatureOctets = 8;

    /// <summary>SPF (RFC 8601 §2.7.2): <c>smtp.mailfrom</c> or <c>smtp.helo</c> with the domain that was checked.</summary>
    public static AuthenticationResult Spf(SpfResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new AuthenticationResult("spf", result.Code.Word())
        {
            Reason = result.Problem,
            Properties = Properties(("smtp", result.Identity == SpfIdentity.Helo ? "helo" : "mailfrom", result.Domain?.Ascii)),
        };
    }

    /// <summary>One DKIM signature. A pass that leaves out a part of the body says so (ATTACKS B05).</summary>
    public static AuthenticationResult Dkim(DkimSignatureResult signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        string? reason = signature.Result != DkimResult.Pass ? signature.Reason : signature.CoversWholeBody ? null : "l= leaves out a part of the body";
        return Dkim(
            signature.Result.ToWord(), signature.Domain?.Ascii, signature.Identity, signature.Selector, signature.Algorithm, signature.HeaderB, reason);
    }

    /// <summary>One DKIM signature (RFC 8601 §2.7.1, RFC 6008 for header.b).</summary>
    /// <param name="result">The result's word.</param>
    /// <param name="domain">The d= tag; left out when it is no domain.</param>
    /// <param name="identity">The i= tag; left out when its domain is none.</param>
    /// <param name="selector">The s= tag; left out when it is no sub-domain.</param>
    /// <param name="algorithm">The a= tag.</param>
    /// <param name="signature">The b= tag, of which the first characters are written.</param>
    /// <param name="reason">Why it did not pass.</param>
    public static AuthenticationResult Dkim(
        string result, string? domain, string? identity = null, string? selector = null, string? algorithm = null, string? signature = null, string? reason = null)
    {
        return new AuthenticationResult("dkim", result)
        {
            Reason = reason,
            Properties = Properties(
                ("header", "d", AsDomain(domain)),
                ("header", "i", AsIdentity(identity)),
                ("header", "s", AsDomain(selector)),
                ("header", "a", algorithm is not null && FieldText.IsToken(algorithm) ? algorithm : null),
                ("header", "b", AsSignatureStart(signature))),
        };
    }

    /// <summary>DMARC (RFC 7489 §11.1): <c>header.from</c>, and in a comment the published policy and what is done.</summary>
    /// <param name="disposition">What the gateway does because of the result; null leaves it out.</param>
    /// <param name="arc">The word of an ARC result that was considered; null leaves it out.</param>
    public static AuthenticationResult Dmarc(DmarcResult result, DmarcPolicy? disposition = null, string? arc = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        List<string> facts = [];
        if (result.Record is { } record)
        {
            facts.Add($"p={record.EffectivePolicy.Word()}");
            if (record.SubdomainPolicy is not null)
            {
                facts.Add($"sp={record.EffectiveSubdomainPolicy.Word()}");
            }

            if (record.NonExistentPolicy is not null)
            {
                facts.Add($"np={record.EffectiveNonExistentPolicy.Word()}");
            }
        }

        if (disposition is { } done)
        {
            facts.Add($"dis={done.Word()}");
        }

        if (arc is not null)
        {
            facts.Add($"arc={arc}");
        }

        return new AuthenticationResult("dmarc", result.Code.Word())
        {
            Comment = string.Join(' ', facts),
            Reason = result.Code is DmarcResultCode.Temperror or DmarcResultCode.Permerror ? result.Reason : null,
            Properties = Properties(("header", "from", result.AuthorDomain?.Ascii)),
        };
    }

    /// <summary>ARC (RFC 8617 §7.2).</summary>
    /// <param name="result">The result's word.</param>
    /// <param name="oldestPass">The lowest instance whose message signature passes, 0 for all.</param>
    /// <param name="client">The address of the last hop, as <c>smtp.remote-ip</c>.</param>
    /// <param name="reason">Why it did not pass.</param>
    public static AuthenticationResult Arc(string result, int? oldestPass = null, IPAddress? client = null, string? reason = null) => new("arc", result)
    {
        Reason = reason,
        Properties = Properties(
            ("header", "oldest-pass", oldestPass?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("smtp", "remote-ip", client?.ToString())),
    };

    /// <summary>iprev (RFC 8601 §2.7.3): <c>policy.iprev</c> is the client's address; a verified name is a comment.</summary>
    public static AuthenticationResult Iprev(IprevResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new AuthenticationResult("iprev", result.Code.Word())
        {
            Comment = result.VerifiedHostname?.Ascii,
            Properties = Properties(("policy", "iprev", result.Address.ToString())),
        };
    }

    /// <summary>SMTP AUTH (RFC 8601 §2.7.4).</summary>
    /// <param name="result">The result's word.</param>
    /// <param name="identity">Who authenticated, as <c>smtp.auth</c>.</param>
    /// <param name="mechanism">The SASL mechanism, a comment.</param>
    public static AuthenticationResult Auth(string result, string? identity, string? mechanism = null) => new("auth", result)
    {
        Comment = mechanism?.ToLowerInvariant(),
        Properties = Properties(("smtp", "auth", identity)),
    };

    private static List<AuthenticationProperty> Properties(params ReadOnlySpan<(string Type, string Name, string? Value)> candidates)
    {
        List<AuthenticationProperty> properties = [];
        foreach ((string type, string name, string? value) in candidates)
        {
            if (!string.IsNullOrEmpty(value))
            {
                properties.Add(new AuthenticationProperty(type, name, value));
            }
        }

        return properties;
    }

    private static string? AsDomain(string? text) => Domain.TryParse(text, out Domain? domain) ? domain.Ascii : null;

    // i= is [ local-part ] "@" domain (RFC 6376 §3.5).
    private static string? AsIdentity(string? text)
    {
        int at = text?.LastIndexOf('@') ?? -1;
        return at >= 0 && AsDomain(text![(at + 1)..]) is { } domain ? $"{text[..at]}@{domain}" : null;
    }

    private static string? AsSignatureStart(string? signature)
    {
        if (signature is null || signature.Length < SignatureOctets)
        {
            return null;
        }

        string start = signature[..SignatureOctets];
        foreach (char c in start)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '='))
            {
                return null;
            }
        }

        return start;
    }
}
