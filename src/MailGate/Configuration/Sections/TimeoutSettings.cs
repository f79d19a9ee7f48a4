using MailGate.Configuration.Model;

namespace MailGate.Configuration.Sections;

/// <summary>Time-outs; those of downstream connections begin with RFC 5321 §4.5.3.2.</summary>
internal sealed record TimeoutSettings
{
    [Setting("A client's PROXY header.", Min = "100ms", Max = "1m")]
    public TimeSpan ProxyHeader { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("A TLS handshake, with a client or a server.", Min = "1s", Max = "5m")]
    public TimeSpan TlsHandshake { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("Finding a server behind and connecting to it.", Min = "100ms", Max = "5m")]
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("A server's greeting, and its replies to EHLO, AUTH and the like.", Min = "1s", Max = "10m")]
    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(1);

    [Setting("A server's reply to MAIL or RCPT.", Min = "1s", Max = "10m")]
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    [Setting("A server's reply to DATA.", Min = "1s", Max = "10m")]
    public TimeSpan Data { get; init; } = TimeSpan.FromMinutes(2);

    [Setting("A server taking the next block of a message.", Min = "1s", Max = "10m")]
    public TimeSpan Block { get; init; } = TimeSpan.FromMinutes(3);

    [Setting("A server's reply to the end of a message: so long it is listened for, also when the client has been told 451.", Min = "1s", Max = "30m")]
    public TimeSpan FinalDot { get; init; } = TimeSpan.FromMinutes(10);

    [Setting("How long a client waits for the reply to its message; then it gets 451. Senders give up after some five minutes.", Min = "1s", Max = "30m")]
    public TimeSpan Reply { get; init; } = TimeSpan.FromMinutes(4);

    [Setting("Waiting for a free connection to a server.", Min = "0s", Max = "5m")]
    public TimeSpan Pool { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("All checks of one stage.", Min = "100ms", Max = "5m")]
    public TimeSpan Checks { get; init; } = TimeSpan.FromSeconds(30);
}
