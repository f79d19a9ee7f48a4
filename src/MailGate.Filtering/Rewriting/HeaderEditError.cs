namespace MailGate.Filtering.Rewriting;

/// <summary>Why an edit cannot be done. At load it is a configuration error; for a message it is a temporary failure of the whole rewrite.</summary>
/// <param name="Field">The field that the edit is about.</param>
/// <param name="Reason">What is wrong, for the log and the administrator; never for the client.</param>
public sealed record HeaderEditError(string Field, string Reason)
{
    public override string ToString() => $"{Field}: {Reason}";
}
