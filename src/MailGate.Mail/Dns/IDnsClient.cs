namespace MailGate.Mail.Dns;

/// <summary>Asks servers, and keeps nothing.</summary>
internal interface IDnsClient
{
    /// <summary>The result of a question. It throws only for <paramref name="cancellationToken"/>.</summary>
    Task<DnsResult<T>> QueryAsync<T>(string name, RecordKind<T> kind, CancellationToken cancellationToken);
}
