namespace MailGate.Mail.Spf;

/// <summary>A parsed macro-string (RFC 7208 §7.1).</summary>
internal sealed class SpfMacroString
{
    private readonly SpfMacro[] _macros;

    public SpfMacroString(SpfMacro[] macros)
    {
        _macros = macros;
        UsesValidatedName = Array.Exists(macros, m => m.Letter == 'p');
        if (macros is [{ Literal: { } literal }])
        {
            Constant = literal;
            ConstantName = SpfTargetName.TryCreate(literal, out string? name) ? name : null;
        }
    }

    public ReadOnlySpan<SpfMacro> Macros => _macros;

    /// <summary>True when expansion needs the client's validated name, which costs DNS look-ups.</summary>
    public bool UsesValidatedName { get; }

    /// <summary>The text, when it holds no macro.</summary>
    public string? Constant { get; }

    /// <summary><see cref="Constant"/> as a name to look up; null when it can be none.</summary>
    public string? ConstantName { get; }
}
