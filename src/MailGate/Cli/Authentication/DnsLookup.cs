namespace MailGate.Cli.Authentication;

/// <summary>One question to the DNS and its answer, as reports show them.</summary>
/// <param name="Type">The record type, such as <c>TXT</c>.</param>
/// <param name="Name">The name asked for.</param>
/// <param name="Status"><c>answer</c>, <c>nodata</c>, <c>nxdomain</c>, <c>servfail</c> or <c>timeout</c>.</param>
/// <param name="Records">The values as a zone file writes them, texts without quotes.</param>
internal sealed record DnsLookup(string Type, string Name, string Status, IReadOnlyList<string> Records);
