namespace MailGate.Observability.Metrics;

/// <summary>A value that stands for its bucket, and the transaction that it comes from: <c>mailgate explain ID</c> tells the rest.</summary>
internal sealed record Exemplar(string TransactionId, double Value)
{
    /// <summary>True once it was exposed: the next value takes its place. So a bucket costs one object a scrape, however much mail there is.</summary>
    public bool IsExposed { get; set; }
}
