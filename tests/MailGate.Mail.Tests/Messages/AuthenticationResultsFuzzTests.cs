using System.Text;
using MailGate.Mail.Messages;
using NUnit.Framework;

namespace MailGate.Mail.Tests.Messages;

/// <summary>Fields made of grammar pieces and junk, and hostile values to write, from committed seeds.</summary>
public sealed class AuthenticationResultsFuzzTests
{
    private const string Ours = "mx.gateway.example";

    private static readonly string[] Pieces =
    [
        "mx.gateway.example", "other.example", ";", "; ", " ", "\r\n ", "\t", "(", ")", "\"", "\\", "=", ".", "/", "1", "spf", "pass", "dkim", "header.d", "reason", "none", "@",
        "smtp.mailfrom=", "(c)", "\"q\"", "\0", "\u00e9", "=?utf-8?q?x?=", "mx", "gateway.example", "\r\n", "\r", ",", "<", ">",
    ];

    [Test]
    public void What_is_read_as_ours_is_also_claimed([Values(1, 2, 3)] int seed)
    {
        Random random = new(seed);
        int read = 0;
        for (int round = 0; round < 10_000; round++)
        {
            byte[] value = Encoding.UTF8.GetBytes(Make(random));
            HeaderField field = new((byte[])[.. "Authentication-Results:"u8, .. value, .. "\r\n"u8], 22, 23);
            bool claims = AuthenticationResultsClaims.IsClaimedBy(field, Ours);
            if (AuthenticationResults.TryParse(field.ValueBytes, out AuthenticationResults? results))
            {
                read++;
                Assert.That(claims || !string.Equals(results.AuthservId, Ours, StringComparison.OrdinalIgnoreCase), Encoding.UTF8.GetString(value));
                Assert.That(results.Results, Has.All.Matches<AuthenticationResult>(r => r!.Method.Length > 0));
            }
        }

        Assert.That(read, Is.GreaterThan(100));
    }

    [Test]
    public void A_spelling_of_our_id_is_always_claimed([Values(4, 5)] int seed)
    {
        Random random = new(seed);
        string[] space = ["", " ", "\t", "\r\n ", "(c)", "((n)\\))", " (x) \r\n (y) "];
        for (int round = 0; round < 5_000; round++)
        {
            string id = string.Concat(Ours.Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : c)) + (random.Next(4) == 0 ? "." : "");
            id = random.Next(3) == 0 ? $"\"{string.Concat(id.Select(c => random.Next(5) == 0 ? $"\\{c}" : $"{c}"))}\"" : id;
            string value = space[random.Next(space.Length)] + id + space[random.Next(space.Length)] + (random.Next(3) == 0 ? " 1" : "") + ";" + Make(random);
            HeaderField field = new(Encoding.UTF8.GetBytes($"Authentication-Results:{value}\r\n"), 22, 23);
            Assert.That(AuthenticationResultsClaims.IsClaimedBy(field, Ours), value);
        }
    }

    [Test]
    public void What_is_written_reads_back_as_it_was_meant_whatever_the_values_are([Values(6, 7, 8)] int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 3_000; round++)
        {
            AuthenticationResult[] meant =
            [
                new("spf", "fail") { Comment = Make(random), Reason = Make(random), Properties = [new("smtp", "mailfrom", Make(random))] },
                AuthenticationMethods.Dkim("permerror", Make(random), Make(random), Make(random), Make(random), Make(random), Make(random)),
                AuthenticationMethods.Auth("pass", Make(random), Make(random)),
            ];
            string text = AuthenticationResultsWriter.Write(Ours, meant);
            HeaderSection section = HeaderSection.Parse(Encoding.Latin1.GetBytes(text + "\r\n"));
            Assert.That((section.Fields.Count, section.MalformedLines, section.BodyOffset), Is.EqualTo((1, 0, text.Length + 2)), text);
            Assert.That(text.AsSpan().ContainsAnyExceptInRange('\t', '~'), Is.False, text);
            Assert.That(text.Split("\r\n"), Has.All.Length.LessThanOrEqualTo(998), text);
            Assert.That(AuthenticationResults.TryParse(section.Fields[0].ValueBytes, out AuthenticationResults? read), text);
            Assert.That(read!.AuthservId, Is.EqualTo(Ours));
            Assert.That(read.Results.Select(r => $"{r.Method}={r.Result}"), Is.EqualTo(meant.Select(r => $"{r.Method}={r.Result}")), text);
            for (int i = 0; i < meant.Length; i++)
            {
                foreach (AuthenticationProperty property in read.Results[i].Properties)
                {
                    Assert.That(meant[i].Find(property.Type, property.Name), Is.EqualTo(property.Value), text);
                }
            }
        }
    }

    private static string Make(Random random) => string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
