using System.Net;
using MailGate.Configuration.Model;

namespace MailGate.Configuration.Sections;

/// <summary>The stub resolver.</summary>
internal sealed record DnsSettings
{
    [Setting("Name servers, ADDRESS or ADDRESS:PORT.", DefaultPort = 53, DefaultText = "those of /etc/resolv.conf", Example = "[ \"127.0.0.1\", \"[::1]:5353\" ]")]
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    [Setting("Waiting for one server's answer.", Min = "100ms", Max = "1m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    [Setting("Rounds over all servers.", Min = "1", Max = "10")]
    public int Attempts { get; init; } = 2;

    [Setting("Most answers that are kept.", Min = "0", Max = "10000000", Unit = "answers")]
    public int CacheSize { get; init; } = 20_000;

    [Setting("Longest time that an answer is kept.", Min = "0s", Max = "7d")]
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromHours(1);
}
