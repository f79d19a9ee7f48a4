namespace MailGate.Mail.Dns;

/// <summary>The order in which servers are asked: one that lately said nothing comes last for a while, so that not every question waits for it.</summary>
internal sealed class DnsServerPool(int count, bool rotate, TimeProvider timeProvider)
{
    private static readonly TimeSpan Penalty = TimeSpan.FromSeconds(30);

    private readonly long[] silentUntil = new long[count];
    private int turn = -1;

    /// <summary>The indexes of all servers, in the order to ask them now.</summary>
    public int[] Order()
    {
        int first = rotate ? (int)((uint)Interlocked.Increment(ref turn) % (uint)count) : 0;
        long now = timeProvider.GetTimestamp();
        int[] order = new int[count];
        int good = 0;
        int bad = count;
        for (int i = 0; i < count; i++)
        {
            int server = (first + i) % count;
            order[Volatile.Read(ref silentUntil[server]) > now ? --bad : good++] = server;
        }

        Array.Reverse(order, good, count - good);
        return order;
    }

    /// <summary>Notes whether a server said anything.</summary>
    public void Note(int server, bool answered) =>
        Volatile.Write(ref silentUntil[server], answered ? 0 : timeProvider.GetTimestamp() + (long)(Penalty.TotalSeconds * timeProvider.TimestampFrequency));
}
