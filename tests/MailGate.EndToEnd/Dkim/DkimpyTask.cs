namespace MailGate.EndToEnd.Dkim;

/// <summary>One thing for dkimpy to do.</summary>
internal sealed record DkimpyTask(string Operation, byte[] Message)
{
    public IReadOnlyDictionary<string, string>? Zone { get; init; }

    public int Index { get; init; }

    public string? Key { get; init; }

    public string? Selector { get; init; }

    public string? Domain { get; init; }

    public string? Server { get; init; }

    public string Canonicalization { get; init; } = "relaxed/relaxed";

    public string Algorithm { get; init; } = "rsa-sha256";

    public bool Length { get; init; }
}
