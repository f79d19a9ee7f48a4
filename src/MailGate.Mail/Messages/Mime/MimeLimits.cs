namespace MailGate.Mail.Messages.Mime;

/// <summary>What a message may make its reader keep. Beyond a limit the reader goes on, keeps no more, and says so in <see cref="MimeFlags"/>.</summary>
public sealed record MimeLimits
{
    /// <summary>The limits that apply when nothing else is said.</summary>
    public static MimeLimits Default { get; } = new();

    /// <summary>Levels of parts within parts; the message itself is level 0.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Parts in all, the message itself and every container included.</summary>
    public int Parts { get; init; } = 1000;

    /// <summary>Octets kept of one header section.</summary>
    public int HeaderBytes { get; init; } = 256 * 1024;

    /// <summary>Fields read of one header section.</summary>
    public int HeaderFields { get; init; } = 1000;

    /// <summary>Parameters read of one Content-Type or Content-Disposition.</summary>
    public int Parameters { get; init; } = 64;
}
