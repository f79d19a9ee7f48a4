using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>Limits of one listener where they differ from <see cref="LimitSettings"/>.</summary>
internal sealed record ListenerLimitSection
{
    private const string Common = "as limits";

    [Setting("Largest message, in octets.", Min = "1KB", DefaultText = Common, Example = "25MB")]
    public ByteSize? MessageSize { get; init; }

    [Setting("Most recipients of one message.", Min = "1", Unit = "recipients", DefaultText = Common, Example = "50")]
    public int? Recipients { get; init; }

    [Setting("Most sessions at once from one client address.", Min = "1", Unit = "sessions", DefaultText = Common, Example = "10")]
    public int? SessionsPerAddress { get; init; }

    [Setting("Longest silence of a client between commands.", Min = "1s", DefaultText = Common, Example = "1m")]
    public TimeSpan? Idle { get; init; }

    [Setting("Most errors of a client in one session.", Min = "1", Unit = "errors", DefaultText = Common, Example = "5")]
    public int? Errors { get; init; }

    /// <summary>The limits with these put in.</summary>
    public LimitSettings Over(LimitSettings common) => common with
    {
        MessageSize = MessageSize ?? common.MessageSize,
        Recipients = Recipients ?? common.Recipients,
        SessionsPerAddress = SessionsPerAddress ?? common.SessionsPerAddress,
        Idle = Idle ?? common.Idle,
        Errors = Errors ?? common.Errors,
    };
}
