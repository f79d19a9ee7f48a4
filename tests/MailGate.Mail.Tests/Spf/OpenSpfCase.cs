using System.Net;
using MailGate.Tests.Common;

namespace MailGate.Mail.Tests.Spf;

/// <summary>One case of the openspf suite.</summary>
public sealed record OpenSpfCase(
    FakeDns Dns, IPAddress Client, string Helo, string ReversePath, IReadOnlyList<string> Results, string? Explanation);
