namespace MailGate.Filtering.Pipeline;

/// <summary>
/// Finds out facts. A check has no opinion: what its findings mean is said by rules. It calls no other check; what several need is in
/// <see cref="MailContext"/>. One object serves all transactions at once.
/// </summary>
public interface ICheck
{
    /// <summary>The name by which facts and functions point to it (<c>Fact.Check</c>, <c>FactFunction.Check</c>) and by which it is configured.</summary>
    string Name { get; }

    /// <summary>From which stage on it can run.</summary>
    Stage Stage { get; }

    /// <summary>
    /// Finds out. What a client or a DNS server sends is no reason to throw; trouble of our own may, and counts as a failure of the check.
    /// </summary>
    /// <param name="context">Read only.</param>
    /// <param name="findings">Where facts and answers go.</param>
    /// <param name="cancellationToken">Cancelled when the check's time is over: nobody waits for it any more.</param>
    ValueTask RunAsync(MailContext context, CheckFindings findings, CancellationToken cancellationToken);

    /// <summary>What is known when the check failed or its time is over: <c>temperror</c> where there is such a result. A time-out is never none or pass.</summary>
    void Fail(CheckFindings findings)
    {
    }
}
