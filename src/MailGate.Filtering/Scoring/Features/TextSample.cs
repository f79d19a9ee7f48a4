using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring.Features;

/// <summary>
/// What is read of a message's texts: of each its beginning, a piece of its middle and its end, so that words put before or behind do not push
/// what matters out of sight, and cost has a bound.
/// </summary>
internal readonly ref struct TextSample
{
    private const int HeadLength = 3000;
    private const int MiddleLength = 1200;
    private const int TailLength = 1800;
    private const int MaxTexts = 4;

    /// <summary>Characters of all pieces at most.</summary>
    public const int MaxLength = 2 * (HeadLength + MiddleLength + TailLength);

    private TextSample(ReadOnlySpan<char> head, ReadOnlySpan<char> middle, ReadOnlySpan<char> tail)
    {
        Head = head;
        Middle = middle;
        Tail = tail;
    }

    public ReadOnlySpan<char> Head { get; }

    public ReadOnlySpan<char> Middle { get; }

    public ReadOnlySpan<char> Tail { get; }

    /// <summary>The texts that a reader sees without opening anything, at most a few; the first text of any kind where there is none.</summary>
    public static IEnumerable<TextPart> Choose(IReadOnlyList<TextPart> texts)
    {
        int chosen = 0;
        foreach (TextPart text in texts)
        {
            if (!text.IsAttachment && text.MediaType is not ("message/delivery-status" or "text/rfc822-headers") && chosen++ < MaxTexts)
            {
                yield return text;
            }
        }

        if (chosen == 0 && texts.Count > 0)
        {
            yield return texts[0];
        }
    }

    public static TextSample Of(ReadOnlySpan<char> text)
    {
        if (text.Length <= HeadLength + MiddleLength + TailLength)
        {
            return new TextSample(text, [], []);
        }

        int middle = HeadLength + ((text.Length - HeadLength - TailLength - MiddleLength) / 2);
        return new TextSample(text[..HeadLength], text.Slice(middle, MiddleLength), text[^TailLength..]);
    }
}
