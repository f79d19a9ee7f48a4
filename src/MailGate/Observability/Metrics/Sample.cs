namespace MailGate.Observability.Metrics;

/// <summary>One line of an exposition.</summary>
/// <param name="Suffix">What stands behind the family's name: <c>_total</c>, <c>_bucket</c> ...</param>
/// <param name="LabelValues">In the order of the family's labels.</param>
/// <param name="UpperBound">Of a bucket, else null.</param>
/// <param name="Exemplar">One of the values in the bucket, or null.</param>
internal readonly record struct Sample(string Suffix, IReadOnlyList<string> LabelValues, double Value, double? UpperBound = null, Exemplar? Exemplar = null);
