using MailGate.Mail.Addresses;
using MailGate.Mail.Dns;

namespace MailGate.Mail.Spf;

/// <summary>
/// Checks whether a client may send mail for a domain (RFC 7208). One instance serves any number of checks at once. No input gives an
/// exception: what is wrong with it is in the result.
/// </summary>
public sealed class SpfEvaluator
{
    private readonly IDnsResolver _resolver;
    private readonly TimeProvider _time;
    private readonly SpfOptions _options;
    private readonly SpfRecordCache _records = new();

    public SpfEvaluator(IDnsResolver resolver, TimeProvider time, SpfOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        ArgumentNullException.ThrowIfNull(time);
        _resolver = resolver;
        _time = time;
        _options = options ?? new SpfOptions();
    }

    /// <summary>
    /// Checks the MAIL FROM identity, or the HELO identity when the reverse-path is null (RFC 7208 §2.4, ATTACKS B01).
    /// DNS trouble and exceeded time give <see cref="SpfResultCode.Temperror"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<SpfResult> CheckAsync(SpfRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        SpfIdentity identity = request.ReversePath.Length == 0 ? SpfIdentity.Helo : SpfIdentity.MailFrom;
        int at = request.ReversePath.LastIndexOf('@');
        string domainText = identity == SpfIdentity.Helo ? request.Helo : request.ReversePath[(at + 1)..];

        // RFC 7208 §4.3: a malformed or single-label domain gives none.
        if (!Domain.TryParse(domainText, out Domain? domain))
        {
            return new SpfResult(SpfResultCode.None, identity) { Problem = SpfText.Clean($"'{domainText}' is not a domain name") };
        }

        if (!domain.Ascii.Contains('.', StringComparison.Ordinal))
        {
            return new SpfResult(SpfResultCode.None, identity) { Domain = domain, Problem = $"'{domain}' has only one label" };
        }

        // RFC 7208 §4.3: a sender without a local-part is "postmaster".
        string localPart = at > 0 ? request.ReversePath[..at] : "postmaster";
        // Macros repeat the domain in the case that the sender wrote.
        string sender = System.Text.Ascii.IsValid(domainText) ? domainText.TrimEnd('.') : domain.Ascii;
        SpfMacroValues values = new(localPart, sender, request.Client, request.Helo, _options.ReceiverName, _time.GetUtcNow());
        using LookupDeadline deadline = new(_options.TimeLimit, _time, cancellationToken);
        SpfEvaluation evaluation = new(_resolver, values, _records, _options, deadline);
        return await evaluation.RunAsync(domain, identity);
    }
}
