using System.Net;
using System.Text;
using MailGate.Filtering.Pipeline.Facts;

namespace MailGate.Filtering.Rules;

/// <summary>
/// Chooses the share of the traffic for which a canary rule is judged: by a hash of the client's address and the sender that is the same in every process and
/// on every host, so that a sender who tries again is treated alike. Different rules choose different senders.
/// </summary>
internal static class RuleSampling
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;
    private const int Shares = 10_000;

    public static bool Includes(Rule rule, IFactSource facts)
    {
        if (rule.Sample >= 1)
        {
            return true;
        }

        ulong hash = Add(FnvOffset, rule.Name);
        FactValue ip = facts.Get(MailFacts.ClientIp.Slot), sender = facts.Get(MailFacts.MailFromAddress.Slot);
        hash = ip.Kind == FactKind.Ip ? Add(hash, ip.AsIp) : hash;
        hash = sender.Kind == FactKind.String ? Add(hash, sender.AsString) : hash;
        return Mix(hash) % Shares < rule.Sample * Shares;
    }

    private static ulong Add(ulong hash, IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out int length);
        return Add(hash, octets[..length]);
    }

    private static ulong Add(ulong hash, string text)
    {
        Span<byte> octets = stackalloc byte[512];
        // What is longer than any address is cut: the beginning decides.
        Encoding.UTF8.TryGetBytes(text.AsSpan(0, Math.Min(text.Length, octets.Length / 4)), octets, out int length);
        return Add(hash, octets[..length]);
    }

    private static ulong Add(ulong hash, ReadOnlySpan<byte> octets)
    {
        foreach (byte octet in octets)
        {
            hash = (hash ^ octet) * FnvPrime;
        }

        return (hash ^ 0xff) * FnvPrime;
    }

    // FNV's low bits depend on few input bits; the finalizer of MurmurHash3 spreads them.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
