using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>Limits on everything that a peer can make grow.</summary>
internal sealed record LimitSettings
{
    [Setting("Largest message, in octets (SIZE, RFC 1870).", Min = "1KB")]
    public ByteSize MessageSize { get; init; } = new(50L << 20);

    [Setting("Most recipients of one message (RFC 5321 section 4.5.3.1.8 asks for 100).", Min = "1", Max = "100000", Unit = "recipients")]
    public int Recipients { get; init; } = 100;

    [Setting("Most messages in one session.", Min = "1", Unit = "messages")]
    public int Messages { get; init; } = 10_000;

    [Setting("Most sessions at once.", Min = "1", Max = "1000000", Unit = "sessions")]
    public int Sessions { get; init; } = 10_000;

    [Setting("Most sessions at once from one client address (IPv6: from one /64).", Min = "1", Max = "1000000", Unit = "sessions")]
    public int SessionsPerAddress { get; init; } = 50;

    [Setting("Longest silence of a client between commands and within a message.", Min = "1s", Max = "1d")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);

    [Setting("Longest session in all.", Min = "1s", Max = "7d")]
    public TimeSpan SessionTime { get; init; } = TimeSpan.FromHours(6);

    [Setting("Most commands in one session.", Min = "10", Unit = "commands")]
    public int Commands { get; init; } = 100_000;

    [Setting("Most commands that bring no message nearer (NOOP, RSET, VRFY, HELP ...) between two messages.", Min = "1", Unit = "commands")]
    public int JunkCommands { get; init; } = 100;

    [Setting("Most errors (replies of 5xx) in one session.", Min = "1", Unit = "errors")]
    public int Errors { get; init; } = 20;

    [Setting("Longest command line with its CRLF; the extensions' additions (RFC 5321 section 4.5.3.1.4) fit in.", Min = "512B", Max = "64KB")]
    public ByteSize CommandLine { get; init; } = new(4L << 10);

    [Setting("Largest header section of a message.", Min = "4KB", Max = "16MB")]
    public ByteSize HeaderSize { get; init; } = new(512L << 10);

    [Setting("Most header fields of a message.", Min = "10", Max = "100000", Unit = "fields")]
    public int HeaderFields { get; init; } = 2000;

    [Setting("Longest line of a message without its CRLF (RFC 5321 section 4.5.3.1.6 says 998; real mail has longer ones).", Min = "998B")]
    public ByteSize LineLength { get; init; } = new(1L << 20);

    [Setting("Most Received fields: more is a loop (RFC 5321 section 6.3 asks for at least 100).", Min = "5", Max = "1000", Unit = "fields")]
    public int ReceivedHops { get; init; } = 100;

    [Setting("Least rate of a message once it has been sent for min_rate_after, in octets a second.", Min = "0B")]
    public ByteSize MinRate { get; init; } = new(100);

    [Setting("How long a message may be slow.", Min = "1s", Max = "1h")]
    public TimeSpan MinRateAfter { get; init; } = TimeSpan.FromSeconds(60);

    [Setting("Memory for the body of one message; what is beyond it goes to an unlinked file.", Min = "4KB", Max = "1GB")]
    public ByteSize SpoolMemoryPerMessage { get; init; } = new(8L << 20);

    [Setting("Memory for the bodies of all messages; beyond, each goes to an unlinked file.", Min = "64KB")]
    public ByteSize SpoolMemory { get; init; } = new(256L << 20);

    [Setting("Disk for spooled bodies of all messages; beyond, new messages get 452.", Min = "1MB")]
    public ByteSize SpoolDisk { get; init; } = new(10L << 30);
}
