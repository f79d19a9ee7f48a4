using MailGate.Mail.Arc;
using MailGate.Mail.Dkim;
using MailGate.Mail.Dmarc;
using MailGate.Mail.Messages;
using MailGate.Mail.Spf;

namespace MailGate.Mail.Authentication;

/// <summary>
/// What is found out about one message. Each result is worked out once, when the first who needs it asks; nobody's time-out ends the work of others,
/// since look-ups end with the connection or at their own limits.
/// </summary>
public sealed class MailAuthentication
{
    private readonly Lock _gate = new();
    private readonly ClientAuthentication _client;
    private readonly string _heloName;
    private readonly string _reversePath;
    private HeaderSection? _header;
    private MessageVerifier? _verifier;
    private Task<SpfResult>? _spf;
    private Task<MessageVerification>? _verification;
    private Task<DmarcResult>? _dmarc;

    internal MailAuthentication(ClientAuthentication client, string heloName, string reversePath)
    {
        _client = client;
        _heloName = heloName;
        _reversePath = reversePath;
    }

    /// <summary>What is found out about the connection.</summary>
    public ClientAuthentication Client => _client;

    /// <summary>The author; null before <see cref="SetMessage"/>.</summary>
    public HeaderFrom? From => _header?.Author;

    /// <summary>The message has been received.</summary>
    /// <param name="verifier">Fed with the whole body, for those signatures that are to be verified; null: none are.</param>
    public void SetMessage(HeaderSection header, MessageVerifier? verifier)
    {
        ArgumentNullException.ThrowIfNull(header);
        _header = header;
        _verifier = verifier;
    }

    /// <summary>SPF of MAIL FROM, or of the HELO name where the reverse-path is null (RFC 7208 §2.4, ATTACKS B01).</summary>
    public Task<SpfResult> SpfAsync()
    {
        lock (_gate)
        {
            return _spf ??= _reversePath.Length == 0
                ? _client.SpfHeloAsync(_heloName)
                : _client.SpfAsync(new SpfRequest(_client.Client, _heloName, _reversePath));
        }
    }

    /// <summary>SPF of the HELO name.</summary>
    public Task<SpfResult> SpfHeloAsync() => _client.SpfHeloAsync(_heloName);

    /// <summary>The signatures of the message, as far as the verifier was made for them. Both are null without a verifier.</summary>
    public Task<MessageVerification> VerifySignaturesAsync()
    {
        lock (_gate)
        {
            return _verification ??= VerifyAsync();
        }
    }

    /// <summary>DMARC by the author, SPF and DKIM.</summary>
    /// <exception cref="InvalidOperationException">There is no message yet.</exception>
    public Task<DmarcResult> DmarcAsync()
    {
        HeaderFrom from = From ?? throw new InvalidOperationException("DMARC needs the message's header.");
        lock (_gate)
        {
            return _dmarc ??= Uses(AuthenticationMethodSet.Dmarc)
                ? EvaluateDmarcAsync(from)
                : Task.FromResult(new DmarcResult(DmarcResultCode.None, "DMARC is switched off") { AuthorDomain = from.Domain });
        }
    }

    /// <summary>True when the ARC chain passes and trusted sealers say that DMARC passed for this author (RFC 8617 §7.2.1).</summary>
    public async Task<bool> IsArcTrustedAsync() =>
        (await VerifySignaturesAsync()).Arc is { } arc
        && From?.Domain is { } author
        && SealerTrust.SaysDmarcPassed(arc, _client.Service.Options.TrustedSealers, author);

    /// <summary>Everything that is switched on.</summary>
    public async Task<AuthenticationReport> ReportAsync()
    {
        // All begin before any is awaited.
        Task<Iprev.IprevResult> iprev = _client.IprevAsync();
        Task<SpfResult>? helo = _heloName.Length > 0 ? SpfHeloAsync() : null;
        Task<SpfResult> spf = SpfAsync();
        Task<MessageVerification> signatures = VerifySignaturesAsync();
        Task<DmarcResult>? dmarc = _header is null ? null : DmarcAsync();
        await Task.WhenAll([iprev, spf, signatures, .. helo is null ? Array.Empty<Task>() : [helo], .. dmarc is null ? Array.Empty<Task>() : [dmarc]]);
        return new AuthenticationReport
        {
            Iprev = Uses(AuthenticationMethodSet.Iprev) ? await iprev : null,
            Spf = Uses(AuthenticationMethodSet.Spf) ? await spf : null,
            SpfHelo = helo is null || !Uses(AuthenticationMethodSet.Spf) ? null : await helo,
            Dkim = Uses(AuthenticationMethodSet.Dkim) ? (await signatures).Dkim : null,
            Arc = Uses(AuthenticationMethodSet.Arc) ? (await signatures).Arc : null,
            IsArcTrusted = _header is not null && await IsArcTrustedAsync(),
            Dmarc = dmarc is null || !Uses(AuthenticationMethodSet.Dmarc) ? null : await dmarc,
            From = From,
        };
    }

    private bool Uses(AuthenticationMethodSet method) => _client.Service.Uses(method);

    private async Task<MessageVerification> VerifyAsync()
    {
        bool isNeeded = Uses(AuthenticationMethodSet.Dkim) || Uses(AuthenticationMethodSet.Arc);
        MessageVerification found = _verifier is null || !isNeeded
            ? new MessageVerification(null, null)
            : await _verifier.CompleteAsync(_client.Service.Resolver, _client.Service.Time.GetUtcNow(), _client.Aborted);
        return new MessageVerification(
            Uses(AuthenticationMethodSet.Dkim) ? found.Dkim : new DkimVerification([], 0),
            Uses(AuthenticationMethodSet.Arc) ? found.Arc : new ArcVerification { Result = ArcResult.None, Reason = "ARC is switched off" });
    }

    private async Task<DmarcResult> EvaluateDmarcAsync(HeaderFrom from)
    {
        Task<SpfResult> spf = SpfAsync();
        MessageVerification signatures = await VerifySignaturesAsync();
        List<DmarcIdentifier> identifiers = [];
        foreach (DkimSignatureResult signature in signatures.Dkim?.Signatures ?? [])
        {
            if (DmarcIdentifier.From(signature) is { } identifier)
            {
                identifiers.Add(identifier);
            }
        }

        return await _client.Service.Dmarc.EvaluateAsync(new DmarcRequest(from, DmarcIdentifier.From(await spf), identifiers), _client.Aborted);
    }
}
