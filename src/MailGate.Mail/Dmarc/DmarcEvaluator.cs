using MailGate.Mail.Addresses;
using MailGate.Mail.Dns;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Dmarc;

/// <summary>Decides DMARC for messages (RFC 9989). One instance serves any number of messages at once.</summary>
public sealed class DmarcEvaluator
{
    private readonly IDnsResolver _resolver;
    private readonly TimeProvider _time;
    private readonly DmarcOptions _options;

    public DmarcEvaluator(IDnsResolver resolver, TimeProvider time, DmarcOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        ArgumentNullException.ThrowIfNull(time);
        _resolver = resolver;
        _time = time;
        _options = options ?? new DmarcOptions();
    }

    /// <summary>
    /// Finds the author domain's policy and whether an authenticated identifier is aligned with it. A message without exactly one author
    /// domain never passes: <see cref="DmarcResultCode.Permerror"/>. DNS trouble in anything that could change the result gives
    /// <see cref="DmarcResultCode.Temperror"/> (RFC 9989 §5.3.6).
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<DmarcResult> EvaluateAsync(DmarcRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (request.From.Status != HeaderFromStatus.SingleAuthor || request.From.Domain is not { } author)
        {
            return new DmarcResult(DmarcResultCode.Permerror, request.From.Reason);
        }

        using LookupDeadline deadline = new(_options.TimeLimit, _time, cancellationToken);
        DmarcRecordSource source = new(_resolver, deadline);
        return await new DmarcEvaluation(request, author, source, _options).RunAsync();
    }

    /// <summary>
    /// The policy that applies to mail from a domain, without a message: <see cref="DmarcResultCode.None"/> without a record,
    /// <see cref="DmarcResultCode.Temperror"/> when the DNS did not answer, otherwise as for a message that nothing authenticates.
    /// </summary>
    public ValueTask<DmarcResult> FindPolicyAsync(Domain author, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(author);
        return EvaluateAsync(new DmarcRequest(HeaderFrom.Author("postmaster", author, ""), null, []), cancellationToken);
    }
}
