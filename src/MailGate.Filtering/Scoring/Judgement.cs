namespace MailGate.Filtering.Scoring;

/// <summary>What speaks for and against a message, each in log-odds, before calibration. Words are learnt on top of the evidence, so that the sum counts nothing twice.</summary>
/// <param name="Text">What the words say.</param>
/// <param name="Header">What the header's form, hosts and markup say.</param>
/// <param name="Evidence">What the evidence says.</param>
internal readonly record struct Judgement(WindowScores Text, double Header, double Evidence)
{
    private const double Bound = 12;

    public double LogOdds => Math.Clamp(Text.Whole, -Bound, Bound) + Math.Min(Text.Excess, Bound) + Math.Clamp(Header, -Bound, Bound) + Evidence;

    /// <summary>True where the words of the text are bounded: then they are no sum of their weights.</summary>
    public bool IsTextBounded => Math.Abs(Text.Whole) > Bound;

    /// <summary>As <see cref="IsTextBounded"/>, of the header.</summary>
    public bool IsHeaderBounded => Math.Abs(Header) > Bound;
}
