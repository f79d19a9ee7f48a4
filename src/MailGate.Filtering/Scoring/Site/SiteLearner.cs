using System.Buffers.Binary;
using System.Security.Cryptography;
using MailGate.Filtering.Scoring.Features;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring.Site;

/// <summary>Teaches a site's model single messages. Learning a message twice is learning it once.</summary>
public sealed class SiteLearner(SpamModel model, SiteModel site)
{
    // How far from even a learnt message is, in log-odds; one that is further already teaches nothing.
    private const double Wanted = 3;

    private readonly MessageFeatures _features = new();

    /// <summary>Learns a message.</summary>
    public SiteLearning Learn(byte[] message, bool isSpam)
    {
        ArgumentNullException.ThrowIfNull(message);
        UInt128 hash = HashOf(message);
        SiteLesson? known = site.Find(hash);
        if (known?.IsSpam == isSpam)
        {
            return SiteLearning.Unchanged;
        }

        FeatureExtractor.Read(MessageContent.Read(message), _features);
        if (known is { } lesson)
        {
            site.Unlearn(lesson, _features);
        }

        double now = model.LogOdds(_features) + site.Shift(_features);
        double change = isSpam ? Math.Max(0, Odds.Logit(model.Cut) + 1 - now) : Math.Min(0, -Wanted - now);
        site.Learn(SiteModel.Plan(hash, isSpam, change, _features), _features);
        return known is null ? SiteLearning.Learned : SiteLearning.Relearned;
    }

    /// <summary>Takes back what was learnt from a message, whichever it was learnt as.</summary>
    public SiteLearning Unlearn(byte[] message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (site.Find(HashOf(message)) is not { } lesson)
        {
            return SiteLearning.Unchanged;
        }

        FeatureExtractor.Read(MessageContent.Read(message), _features);
        site.Unlearn(lesson, _features);
        return SiteLearning.Unlearned;
    }

    // Line ends are folded: one message from a spool, a Maildir and a mailbox file is one message.
    private static UInt128 HashOf(byte[] message)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<byte> rest = message;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            hash.AppendData(line.EndsWith("\r"u8) ? line[..^1] : line);
            hash.AppendData("\n"u8);
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
