namespace MailGate.Filtering.Scoring.Features;

/// <summary>Character 4-grams, words and pairs of words of a folded text, in segments of about <see cref="SegmentLength"/> characters.</summary>
internal static class TextFeatures
{
    public const int SegmentLength = 300;
    private const int MaxWordLength = 24;

    /// <summary>Gives the features of <paramref name="folded"/> to <paramref name="sink"/> and ends the last segment.</summary>
    public static void Read<TSink>(ReadOnlySpan<char> folded, TSink sink)
        where TSink : IFeatureSink
    {
        // A short rest belongs to the segment before it.
        int segments = Math.Max(1, (folded.Length + (SegmentLength / 2)) / SegmentLength);
        int length = (folded.Length / segments) + 1;
        ulong gram = ' ';
        ulong word = 0, previous = 0;
        int wordStart = -1, previousStart = 0, segmentEnd = length;
        for (int i = 0; i <= folded.Length; i++)
        {
            char c = i < folded.Length ? folded[i] : ' ';
            gram = (gram << 16) | c;
            if (i >= 3 && i < folded.Length)
            {
                sink.Text(FeatureHash.Gram(gram), folded[(i - 3)..(i + 1)]);
            }

            if (char.IsAsciiLetterLower(c) || c is '0' or '\'' || (c >= 128 && char.IsLetter(c)))
            {
                wordStart = wordStart < 0 ? i : wordStart;
                word = FeatureHash.Append(word, c);
                continue;
            }

            if (wordStart < 0)
            {
                continue;
            }

            if (i - wordStart is >= 2 and <= MaxWordLength)
            {
                sink.Text(FeatureHash.Word(word), folded[wordStart..i]);
                if (previous != 0)
                {
                    sink.Text(FeatureHash.Pair(previous, word), folded[previousStart..i]);
                }

                previous = word;
                previousStart = wordStart;
            }

            word = 0;
            wordStart = -1;
            if (i >= segmentEnd)
            {
                sink.EndSegment();
                segmentEnd += length;
            }
        }

        sink.EndSegment();
    }
}
