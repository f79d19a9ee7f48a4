using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using MailGate.Mail.Dkim;

namespace MailGate.Benchmarks.Dkim;

/// <summary>Canonicalizing and hashing a body of 1 MB, in the chunks it streams in by, beside SHA-256 of the same octets.</summary>
[MemoryDiagnoser]
public class BodyHashBenchmarks
{
    private const int Octets = 1024 * 1024;
    private const int ChunkOctets = 16 * 1024;

    private byte[] body = null!;

    /// <summary>What the body is: an attachment, prose, HTML with indentation, prose with two spaces after sentences and trailing spaces.</summary>
    [Params("base64", "text", "html", "spaced")]
    public string Kind { get; set; } = "base64";

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        StringBuilder text = new(Octets + 200);
        while (text.Length < Octets)
        {
            text.Append(Kind switch
            {
                "base64" => Convert.ToBase64String(Enumerable.Range(0, 57).Select(_ => (byte)random.Next(256)).ToArray()),
                "html" => new string(' ', random.Next(8) * 2) + "<td class=\"c\"><a href=\"https://www.example.com/a/b?c=d\">Some words here</a></td>",
                "spaced" => "The quick brown fox jumps over it.  The lazy dog sleeps.  Nobody cares. ",
                _ => "The quick brown fox jumps over the lazy dog, and the dog goes on sleeping.",
            }).Append("\r\n");
        }

        body = Encoding.ASCII.GetBytes(text.ToString(0, Octets));
    }

    [Benchmark(Baseline = true)]
    public byte[] Sha256()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < body.Length; i += ChunkOctets)
        {
            hash.AppendData(body, i, ChunkOctets);
        }

        return hash.GetHashAndReset();
    }

    [Benchmark]
    public int Relaxed() => Hash(Canonicalization.Relaxed);

    [Benchmark]
    public int Simple() => Hash(Canonicalization.Simple);

    private int Hash(Canonicalization canonicalization)
    {
        using BodyHasher hasher = new();
        hasher.Request(canonicalization);
        for (int i = 0; i < body.Length; i += ChunkOctets)
        {
            hasher.Append(body.AsSpan(i, ChunkOctets));
        }

        hasher.Finish();
        return hasher.Get(canonicalization).Digest.Length;
    }
}
