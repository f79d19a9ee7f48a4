using MailGate.Filtering.Scoring.Features;

namespace MailGate.Filtering.Scoring.Site;

/// <summary>
/// What this site taught, on top of the shipped model: a shift for features, in whole numbers, so that what was learnt can be unlearnt exactly.
/// Size is fixed, the list of learnt messages bounded. Readers share it; only its owner learns.
/// </summary>
public sealed class SiteModel
{
    /// <summary>Messages that are remembered; older ones stay learnt and can no longer be unlearnt.</summary>
    public const int MaxMessages = 50_000;

    internal const int TextShift = 3;
    internal const int HeaderShift = 2;
    private const double Unit = 1.0 / (1 << 16);
    private const double Bound = 20;

    private readonly Dictionary<UInt128, SiteLesson> _lessons = [];
    private readonly Queue<UInt128> _order = [];

    internal SiteModel(int[] text, int[] header, IEnumerable<SiteLesson> lessons)
    {
        Text = text;
        Header = header;
        foreach (SiteLesson lesson in lessons)
        {
            _lessons[lesson.Message] = lesson;
            _order.Enqueue(lesson.Message);
        }
    }

    /// <summary>Messages learnt as spam that are remembered.</summary>
    public int SpamCount => _lessons.Values.Count(l => l.IsSpam);

    /// <summary>Messages learnt as ham that are remembered.</summary>
    public int HamCount => _lessons.Values.Count(l => !l.IsSpam);

    internal int[] Text { get; }

    internal int[] Header { get; }

    /// <summary>What is remembered, oldest first.</summary>
    internal IEnumerable<SiteLesson> Lessons => _order.Where(_lessons.ContainsKey).Distinct().Select(m => _lessons[m]);

    /// <summary>One that knows nothing.</summary>
    public static SiteModel Empty() => new(new int[1 << (FeatureHash.TextBits - TextShift)], new int[1 << (FeatureHash.HeaderBits - HeaderShift)], []);

    /// <summary>Log-odds that this site adds to a message's.</summary>
    internal double Shift(MessageFeatures features)
    {
        long text = 0, header = 0;
        foreach (uint feature in features.Text)
        {
            text += Text[feature >> TextShift];
        }

        foreach (uint feature in features.Header)
        {
            header += Header[feature >> HeaderShift];
        }

        double sum = (text / Math.Sqrt(Math.Max(1, features.Text.Length))) + (header / Math.Sqrt(Math.Max(1, features.Header.Length)));
        return Math.Clamp(sum * Unit, -Bound, Bound);
    }

    internal SiteLesson? Find(UInt128 message) => _lessons.TryGetValue(message, out SiteLesson lesson) ? lesson : null;

    internal void Learn(SiteLesson lesson, MessageFeatures features)
    {
        Apply(lesson.TextStep, lesson.HeaderStep, features);
        _lessons[lesson.Message] = lesson;
        _order.Enqueue(lesson.Message);
        while (_lessons.Count > MaxMessages)
        {
            _lessons.Remove(_order.Dequeue());
        }
    }

    internal void Unlearn(SiteLesson lesson, MessageFeatures features)
    {
        Apply(-lesson.TextStep, -lesson.HeaderStep, features);
        _lessons.Remove(lesson.Message);
    }

    /// <summary>The steps that move this message's log-odds by <paramref name="change"/>, half by its text and half by its header.</summary>
    internal static SiteLesson Plan(UInt128 message, bool isSpam, double change, MessageFeatures features)
    {
        double text = features.Text.IsEmpty ? 0 : change / 2 / Math.Sqrt(features.Text.Length);
        double header = features.Header.IsEmpty ? 0 : change / 2 / Math.Sqrt(features.Header.Length);
        return new SiteLesson(message, isSpam, (int)Math.Round(text / Unit), (int)Math.Round(header / Unit));
    }

    private void Apply(int textStep, int headerStep, MessageFeatures features)
    {
        foreach (uint feature in features.Text)
        {
            Text[feature >> TextShift] = unchecked(Text[feature >> TextShift] + textStep);
        }

        foreach (uint feature in features.Header)
        {
            Header[feature >> HeaderShift] = unchecked(Header[feature >> HeaderShift] + headerStep);
        }
    }
}
