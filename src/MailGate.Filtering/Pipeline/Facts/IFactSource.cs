namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>
/// Where expressions get facts from. Both calls are synchronous, cheap and free of side effects: what needs I/O was found out before the
/// rules of the stage run. Neither may throw; what is not known is <see cref="FactKind.Missing"/>, which makes the part of an expression that needs it an
/// error (so that <c>a || b</c> is still true when b is).
/// </summary>
public interface IFactSource
{
    /// <summary>The value of the fact in this <see cref="Fact.Slot"/>.</summary>
    FactValue Get(int slot);

    /// <summary>The answer of the function with this <see cref="FactFunction.Id"/> for these arguments.</summary>
    FactValue Call(int function, ReadOnlySpan<FactValue> arguments);
}
