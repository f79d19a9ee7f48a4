using MailGate.Filtering.Scoring.Features;
using MailGate.Filtering.Scoring.Learning.MadeUp;
using MailGate.Mail.Messages;

namespace MailGate.Filtering.Scoring.Learning;

/// <summary>
/// Training from whole messages: give them, each with its label and where it comes from, then ask for the model. The same messages in the same
/// order and the same seed give the same octets.
/// </summary>
public sealed class SpamTraining
{
    private readonly List<TrainingMessage> _messages = [];
    private readonly List<string> _sources = [];
    private readonly MessageFeatures _features = new();

    /// <summary>Messages labelled spam.</summary>
    public int SpamCount { get; private set; }

    /// <summary>Messages labelled ham.</summary>
    public int HamCount => _messages.Count - SpamCount;

    /// <summary>Adds a message.</summary>
    /// <param name="source">What it is from: sources count as wholes, however many messages they have, and are left out in turn to learn what transfers.</param>
    public void Add(ReadOnlyMemory<byte> message, bool isSpam, string source)
    {
        int index = _sources.IndexOf(source);
        if (index < 0)
        {
            index = _sources.Count;
            _sources.Add(source);
        }

        FeatureExtractor.Read(MessageContent.Read(message), _features);
        _messages.Add(new TrainingMessage(_features, isSpam, index));
        SpamCount += isSpam ? 1 : 0;
    }

    /// <summary>Adds made-up messages, half of them spam (<see cref="MadeUpMail"/>): each family of them is a source of its own.</summary>
    public void AddMadeUp(int count, ulong seed)
    {
        foreach ((byte[] octets, bool isSpam, string family) in MadeUpMail.Make(count, seed))
        {
            Add(octets, isSpam, MadeUpMail.SourcePrefix + family);
        }
    }

    /// <summary>Learns and gives the content of a model file.</summary>
    /// <param name="progress">Told what is done, from 0 to 1.</param>
    /// <exception cref="InvalidOperationException">There is too little of one of both.</exception>
    public byte[] Train(ulong seed, Action<double>? progress, CancellationToken cancellationToken)
    {
        if (SpamCount < 10 || HamCount < 10)
        {
            throw new InvalidOperationException("training needs at least 10 messages of spam and 10 of ham");
        }

        return SpamModelFile.Write(new SpamTrainer(_messages, _sources, seed) { Progress = progress }.Learn(cancellationToken));
    }
}
