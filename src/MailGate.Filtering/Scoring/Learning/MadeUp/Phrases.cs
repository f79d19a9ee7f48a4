using System.Reflection;

namespace MailGate.Filtering.Scoring.Learning.MadeUp;

/// <summary>What made-up messages of one theme, language and label say (<c>phrases.txt</c>).</summary>
internal sealed class Phrases(string theme, string language, bool isSpam)
{
    private const string Resource = "MailGate.Filtering.Scoring.Learning.MadeUp.phrases.txt";

    public string Theme => theme;

    public string Language => language;

    public bool IsSpam => isSpam;

    public List<string> Subjects { get; } = [];

    public List<string> Sentences { get; } = [];

    /// <summary>What the button says; none for messages without a link.</summary>
    public List<string> Actions { get; } = [];

    public List<string> Closings { get; } = [];

    /// <summary>All of them, in the order of the file.</summary>
    public static IReadOnlyList<Phrases> Load()
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        List<Phrases> all = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                string[] head = line.Trim('[', ']').Split(' ');
                all.Add(new Phrases(head[0], head[1], head[2] == "spam"));
            }
            else if (line.Length > 3 && line[1] == ':')
            {
                all[^1].ListOf(line[0]).Add(line[3..]);
            }
        }

        return all;
    }

    private List<string> ListOf(char kind) => kind switch
    {
        's' => Subjects,
        'b' => Sentences,
        'a' => Actions,
        'c' => Closings,
        _ => throw new InvalidDataException($"phrases: there is no kind {kind}"),
    };
}
