using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>The journal of transactions.</summary>
internal sealed record JournalSettings
{
    [Setting("Keep a journal.")]
    public bool Enabled { get; init; }

    [Setting("How long an entry is kept.", Min = "1h")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(14);

    [Setting("Largest journal; the oldest entries go first.", Min = "1MB")]
    public ByteSize MaxSize { get; init; } = new(2L << 30);
}

/// <summary>The quarantine.</summary>
internal sealed record QuarantineSettings
{
    [Setting("Accept the verdict quarantine: the message is kept here and the client gets 250. When false, such a message is deferred.")]
    public bool Enabled { get; init; } = true;

    [Setting("How long a message is kept, released or not.", Min = "1h")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    [Setting("Largest quarantine; the oldest messages go first.", Min = "1MB")]
    public ByteSize MaxSize { get; init; } = new(10L << 30);
}
