namespace MailGate.Hosting;

/// <summary>One condition of <c>/readyz</c>.</summary>
/// <param name="Name">Such as <c>listener mx</c> or <c>route default</c>.</param>
/// <param name="Problem">Null when it is fulfilled.</param>
internal readonly record struct ReadinessCheck(string Name, string? Problem)
{
    public bool IsReady => Problem is null;
}
