using System.Buffers;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>Turns a message into features. The same octets give the same features on every machine.</summary>
internal static class FeatureExtractor
{
    private const int MaxSubject = 300;

    /// <summary>Reads the features of <paramref name="content"/> into <paramref name="features"/>, which is cleared before.</summary>
    public static void Read(MessageContent content, MessageFeatures features)
    {
        features.Clear();
        Read(content, features, new FeatureCollector(features));
    }

    /// <summary>As above, with every hashed feature told to <paramref name="sink"/>; evidence goes to <paramref name="features"/>.</summary>
    public static void Read<TSink>(MessageContent content, MessageFeatures features, TSink sink)
        where TSink : IFeatureSink
    {
        HeaderFacts facts = HeaderFacts.Read(content.Headers);
        string subject = WithoutMark(content.Subject);
        TextEvidence text = new();
        Texts(content, subject, text, sink);
        HeaderFeatures.Read(content, facts, subject, sink);
        int brand = SenderEvidence.Read(facts, subject, features);
        bool elsewhere = LinkEvidence.Read(content, facts, brand, features);
        text.Set(facts, elsewhere, features);
        StructureEvidence.Read(content, text.Length, features);
    }

    private static void Texts<TSink>(MessageContent content, string subject, TextEvidence evidence, TSink sink)
        where TSink : IFeatureSink
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(TextSample.MaxLength);
        int length = TextFolding.Fold(subject.AsSpan(0, Math.Min(subject.Length, MaxSubject)), buffer.AsSpan(0, MaxSubject));
        TextFeatures.Read(buffer.AsSpan(0, length), sink);
        int left = TextSample.MaxLength;
        foreach (TextPart part in TextSample.Choose(content.Texts))
        {
            TextSample sample = TextSample.Of(part.VisibleText);
            Piece(sample.Head, isHead: true);
            Piece(sample.Middle, isHead: false);
            Piece(sample.Tail, isHead: false);
        }

        ArrayPool<char>.Shared.Return(buffer);

        void Piece(ReadOnlySpan<char> text, bool isHead)
        {
            if (text.IsEmpty || left <= 0)
            {
                return;
            }

            evidence.AddRaw(text);
            Span<char> folded = buffer.AsSpan(0, Math.Min(left, TextSample.MaxLength));
            folded = folded[..TextFolding.Fold(text, folded, out int invisible, out int lookAlikes)];
            evidence.AddFolded(folded, invisible, lookAlikes, isHead);
            TextFeatures.Read(folded, sink);
            left -= folded.Length;
        }
    }

    // What another filter wrote before the subject is its opinion, not the sender's words.
    private static string WithoutMark(string subject)
    {
        int end = subject.StartsWith('[') ? subject.IndexOf(']', StringComparison.Ordinal) : subject.StartsWith("***", StringComparison.Ordinal) ? subject.IndexOf("***", 3, StringComparison.Ordinal) + 2 : -1;
        return end is > 2 and < 40 && subject.AsSpan(0, end).Contains("spam", StringComparison.OrdinalIgnoreCase) ? subject[(end + 1)..] : subject;
    }
}
