using System.Text;
using BenchmarkDotNet.Attributes;
using MailGate.Filtering.Scoring;
using MailGate.Filtering.Scoring.Features;
using MailGate.Filtering.Scoring.Learning;
using MailGate.Mail.Messages;

namespace MailGate.Benchmarks.Scoring;

/// <summary>Features and score of a message of 10 KB whose parts, texts and links were read already, by the model that ships.</summary>
[MemoryDiagnoser]
public class SpamModelBenchmarks
{
    private readonly MessageFeatures _features = new();
    private MessageContent _content = null!;
    private SpamModel _model = null!;
    private byte[] _file = [];

    [Params("text/plain", "text/html")]
    public string Type { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "models", "spam.model"));
        _model = Load();
        _content = MessageContent.Read(Message(9500, Type));
        _ = _content.Urls;
    }

    [Benchmark]
    public void Features() => FeatureExtractor.Read(_content, _features);

    [Benchmark]
    public SpamScore Score() => _model.Score(_content);

    [Benchmark]
    public SpamModel Load() => SpamModelFile.Read(_file, "model");

    private static byte[] Message(int length, string type)
    {
        DeterministicRandom random = new(1000);
        StringBuilder text = new($"From: Someone <someone@example.org>\r\nTo: other@example.net\r\nSubject: A message\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: {type}; charset=utf-8\r\n\r\n");
        int end = text.Length + length;
        while (text.Length < end)
        {
            for (int i = random.Next(8) + 2; i > 0; i--)
            {
                text.Append((char)('a' + random.Next(26)));
            }

            text.Append(random.Next(12) == 0 ? "\r\n" : " ");
            if (random.Next(80) == 0)
            {
                text.Append(type == "text/html" ? $"<p><a href=\"https://example.org/{random.Next(1000)}\">link</a></p>" : $"https://example.org/{random.Next(1000)} ");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
