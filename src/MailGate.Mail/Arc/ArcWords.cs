namespace MailGate.Mail.Arc;

/// <summary>The words of cv= and of Authentication-Results.</summary>
public static class ArcWords
{
    /// <summary>The result as a word.</summary>
    public static string ToWord(this ArcResult result) => result switch
    {
        ArcResult.None => "none",
        ArcResult.Pass => "pass",
        ArcResult.Fail => "fail",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    internal static ArcResult? Read(ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(word, "none"u8) ? ArcResult.None
        : System.Text.Ascii.EqualsIgnoreCase(word, "pass"u8) ? ArcResult.Pass
        : System.Text.Ascii.EqualsIgnoreCase(word, "fail"u8) ? ArcResult.Fail
        : null;
}
