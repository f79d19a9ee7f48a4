using MailGate.Smtp.Client;

namespace MailGate.Cli;

/// <summary>What <c>mailgate send</c> is to do.</summary>
/// <param name="Target">Where to, and how.</param>
/// <param name="Identity">The client to speak for, or null.</param>
/// <param name="From">The reverse-path without brackets.</param>
/// <param name="To">The recipients without brackets.</param>
/// <param name="Count">Messages.</param>
/// <param name="Parallel">Sessions at a time.</param>
internal sealed record SendRequest(DownstreamTarget Target, ClientIdentity? Identity, string From, IReadOnlyList<string> To, int Count, int Parallel);
