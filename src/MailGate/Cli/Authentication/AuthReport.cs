using System.Net;
using MailGate.Mail.Authentication;
using MailGate.Mail.Messages;

namespace MailGate.Cli.Authentication;

/// <summary>All that was found out about who sent a message, as it is printed.</summary>
internal sealed record AuthReport
{
    /// <summary>Of MAIL FROM, or of the HELO name where the reverse-path is null.</summary>
    public required SpfReport Spf { get; init; }

    /// <summary>Of the HELO name by itself; null without one.</summary>
    public SpfReport? SpfHelo { get; init; }

    public required IReadOnlyList<DkimSignatureReport> Dkim { get; init; }

    public int DkimSkipped { get; init; }

    public required ArcReport Arc { get; init; }

    /// <summary>Whether trusted sealers say that DMARC passed before they changed the message.</summary>
    public bool ArcTrusted { get; init; }

    public required DmarcReport Dmarc { get; init; }

    public required IprevReport Iprev { get; init; }

    /// <summary>The author's address; null where there is not exactly one.</summary>
    public string? From { get; init; }

    /// <summary>The value of the header field, unfolded.</summary>
    public required string AuthenticationResults { get; init; }

    public required IReadOnlyList<DnsLookup> Lookups { get; init; }

    public static AuthReport Of(AuthenticationReport report, IPAddress client, string authservId, IReadOnlyList<DnsLookup> lookups) => new()
    {
        Spf = SpfReport.Of(report.Spf!, client),
        SpfHelo = report.SpfHelo is null ? null : SpfReport.Of(report.SpfHelo, client),
        Dkim = [.. report.Dkim!.Signatures.Select(DkimSignatureReport.Of)],
        DkimSkipped = report.Dkim.SkippedSignatures,
        Arc = ArcReport.Of(report.Arc!),
        ArcTrusted = report.IsArcTrusted,
        Dmarc = DmarcReport.Of(report.Dmarc!),
        Iprev = IprevReport.Of(report.Iprev!),
        From = report.From?.Address,
        AuthenticationResults = AuthenticationResultsWriter.WriteValue(authservId, report.ToResults()).Replace("\r\n", "", StringComparison.Ordinal).Trim(),
        Lookups = lookups,
    };

    public void Print(Output output)
    {
        output.Line($"From: {From ?? "not exactly one author"}");
        Spf.Print(output);
        if (SpfHelo is not null && Spf.Identity != "helo")
        {
            SpfHelo.Print(output);
        }

        DkimReport.Print(output, Dkim, DkimSkipped);
        Arc.Print(output);
        if (Arc.Result == "pass")
        {
            output.Fact("trust", ArcTrusted ? "trusted sealers say that DMARC passed" : "no trusted sealer says that DMARC passed");
        }

        Dmarc.Print(output);
        Iprev.Print(output);
    }
}
