namespace MailGate.Mail.Dns;

/// <summary>The result of one DNS question.</summary>
/// <typeparam name="T">The record type.</typeparam>
/// <param name="Status">How the question ended.</param>
/// <param name="Records">The records, empty unless <paramref name="Status"/> is <see cref="DnsStatus.Answer"/>.</param>
/// <param name="TimeToLive">How long the result may be kept: the smallest TTL of the answer, or the negative TTL of RFC 2308 §5.</param>
/// <param name="IsAuthenticated">The AD bit, from a resolver that is trusted to set it (RFC 6840 §5.8).</param>
public sealed record DnsResult<T>(DnsStatus Status, IReadOnlyList<T> Records, TimeSpan TimeToLive = default, bool IsAuthenticated = false)
{
    /// <summary>True when the failure may pass: a mail check must then say <c>temperror</c>.</summary>
    public bool IsTemporaryFailure => Status is DnsStatus.ServerFailure or DnsStatus.Timeout;

    /// <summary>True for an answer without records: what RFC 7208 §4.6.4 calls a void lookup.</summary>
    public bool IsVoid => Status is DnsStatus.NoData or DnsStatus.NxDomain;
}
