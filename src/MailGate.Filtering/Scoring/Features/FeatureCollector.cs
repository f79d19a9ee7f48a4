namespace MailGate.Filtering.Scoring.Features;

/// <summary>Keeps the features' indices. A structure, so that the readers are compiled for it without indirection.</summary>
internal readonly struct FeatureCollector(MessageFeatures features) : IFeatureSink
{
    public void Text(uint index, ReadOnlySpan<char> text) => features.AddText(index);

    public void EndSegment() => features.EndSegment();

    public void Header(string kind, ReadOnlySpan<char> text) => features.AddHeader(FeatureHash.Header(kind, text));
}
