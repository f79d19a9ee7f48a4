using MailGate.Mail.Addresses;

namespace MailGate.Filtering.Rewriting;

/// <summary>Settings of the Sender Rewriting Scheme.</summary>
public sealed class SrsOptions
{
    /// <summary>The domain of rewritten reverse-paths; bounces to it must come to this gateway, and its SPF record must name what sends onward.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Secrets, at least 16 octets each. The first signs; all verify, so that a key is changed by putting a new one in front.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Keys { get; set; } = [];

    /// <summary>True for domains whose addresses are not rewritten, since they are our own.</summary>
    public Func<Domain, bool> IsOwn { get; set; } = _ => false;

    /// <summary>How long a bounce may take to come back.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(21);

    /// <summary>Characters of the hash, 5 bits each: 4 to 16.</summary>
    public int HashCharacters { get; set; } = 6;
}
