namespace MailGate.Filtering.Pipeline;

/// <summary>What other rules make of a recorded transaction.</summary>
/// <param name="Results">What came of each stage, as in <see cref="TransactionRecord.Results"/>.</param>
/// <param name="IsOpen">True when it was refused then and would go on now: nobody knows what would have come.</param>
public sealed record ReplayResult(IReadOnlyList<StageRecord> Results, bool IsOpen)
{
    /// <summary>The result that decides; null when nothing was judged.</summary>
    public StageRecord? Final => Results.Count > 0 ? Results[^1] : null;
}
