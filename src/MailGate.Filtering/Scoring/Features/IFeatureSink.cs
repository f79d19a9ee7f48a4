namespace MailGate.Filtering.Scoring.Features;

/// <summary>Takes the features of a message as they are found.</summary>
internal interface IFeatureSink
{
    /// <summary>A feature of the text.</summary>
    /// <param name="text">What it stands for.</param>
    void Text(uint index, ReadOnlySpan<char> text);

    /// <summary>The end of a segment: what follows belongs to the next.</summary>
    void EndSegment();

    /// <summary>A feature of the header.</summary>
    void Header(string kind, ReadOnlySpan<char> text);
}
