namespace MailGate.Configuration.Yaml;

/// <summary>Where a setting was written: a file with line and column, both from 1, or a name such as <c>--listen</c> with line 0.</summary>
internal readonly record struct SourceLocation(string File, int Line, int Column)
{
    /// <summary>What was not written anywhere.</summary>
    public static SourceLocation Default { get; } = new("default", 0, 0);

    /// <summary><c>file:line:column</c>, or the name alone.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
