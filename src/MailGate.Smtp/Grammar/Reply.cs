using System.Globalization;

namespace MailGate.Smtp.Grammar;

/// <summary>
/// One reply to a command: code, enhanced status code and text (RFC 5321 §4.2, RFC 2034). The text may have several lines, parted by LF;
/// it never reaches the wire with a control character, whatever it was made of (<see cref="ReplyWriter"/> sees to that).
/// </summary>
public sealed class Reply
{
    /// <param name="code">Reply code, 200 to 599.</param>
    /// <param name="status">Enhanced status code of the same class, or <see cref="EnhancedStatusCode.None"/>.</param>
    /// <param name="text">Text for people.</param>
    public Reply(ReplyCode code, EnhancedStatusCode status, string text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)code, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)code, 599);
        Code = code;
        // RFC 2034 §4: the class agrees with the first digit of the code.
        Status = status.IsNone ? status : status.WithClass((int)code / 100);
        Text = text;
    }

    /// <summary>The reply code.</summary>
    public ReplyCode Code { get; }

    /// <summary>The enhanced status code, or none.</summary>
    public EnhancedStatusCode Status { get; }

    /// <summary>The text without codes; lines parted by LF.</summary>
    public string Text { get; }

    /// <summary>First digit of the code.</summary>
    public int Class => (int)Code / 100;

    /// <summary>2xx.</summary>
    public bool IsPositive => Class == 2;

    /// <summary>3xx: go on.</summary>
    public bool IsIntermediate => Class == 3;

    /// <summary>4xx: the client is to try again.</summary>
    public bool IsTransient => Class == 4;

    /// <summary>5xx.</summary>
    public bool IsPermanent => Class == 5;

    /// <summary>Makes a reply with an enhanced status code given as numbers.</summary>
    public static Reply Of(ReplyCode code, int subject, int detail, string text) =>
        new(code, new EnhancedStatusCode((byte)((int)code / 100), (ushort)subject, (ushort)detail), text);

    public override string ToString() => Status.IsNone
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)Code} {Text}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)Code} {Status} {Text}");
}
