using System.CommandLine;
using System.Globalization;
using System.Net;
using MailGate.Smtp.Client;

namespace MailGate.Cli;

/// <summary><c>mailgate send</c>: a small client, so that nobody needs another tool to see mail pass.</summary>
internal sealed class SendVerb : ICliVerb
{
    private readonly Option<string> _server = new("--server") { Required = true, HelpName = "HOST:PORT", Description = "Where to send; without a port 25, with --lmtp 24" };
    private readonly Option<string> _from = new("--from") { Required = true, HelpName = "ADDRESS", Description = "Reverse-path; empty or <> for the null one" };
    private readonly Option<string[]> _to = new("--to") { Required = true, HelpName = "ADDRESS", Description = "Recipient; may be given several times" };
    private readonly Option<string?> _data = new("--data") { HelpName = "FILE", Description = "Send this message, - for standard input (default: one is made)" };
    private readonly Option<int> _size = new("--size") { HelpName = "OCTETS", Description = "Size of a made message", DefaultValueFactory = _ => 1024 };
    private readonly Option<string> _tls = new("--tls") { HelpName = "none|starttls|implicit", Description = "How to use TLS", DefaultValueFactory = _ => "none" };
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Take any certificate" };
    private readonly Option<string[]> _xclient = new("--xclient") { HelpName = "ATTR=VALUE", Description = "Speak for another client: NAME, ADDR, PORT, HELO, PROTO, LOGIN" };
    private readonly Option<string> _helo = new("--helo") { HelpName = "NAME", Description = "Name for EHLO", DefaultValueFactory = _ => "localhost" };
    private readonly Option<int> _count = new("--count") { HelpName = "N", Description = "Messages to send", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _parallel = new("--parallel") { HelpName = "P", Description = "Sessions at a time", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _lmtp = new("--lmtp") { Description = "Speak LMTP" };

    public SendVerb() => _tls.AcceptOnlyFromAmong("none", "starttls", "implicit");

    public Command Create() =>
        new Command("send", "Send messages by SMTP and print the replies; exit code 1 when a recipient or a message is refused")
        {
            _server, _from, _to, _data, _size, _tls, _insecure, _xclient, _helo, _count, _parallel, _lmtp, CommonOptions.Json(),
        }.Runs(SendAsync);

    private async Task<int> SendAsync(ParseResult parse, Output output, CancellationToken cancellationToken)
    {
        int count = AtLeastOne(parse, _count);
        var request = new SendRequest(
            ReadTarget(parse),
            ReadIdentity(parse.GetValue(_xclient) ?? []),
            Address(parse.GetValue(_from)!),
            [.. parse.GetValue(_to)!.Select(Address)],
            count,
            Math.Min(AtLeastOne(parse, _parallel), count));
        OutgoingMessage message = parse.GetValue(_data) is { } file
            ? await OutgoingMessage.ReadAsync(file, cancellationToken)
            : OutgoingMessage.Make(request, parse.GetValue(_helo)!, parse.GetValue(_size), TimeProvider.System);
        return await new SendRun(request, message, output, TimeProvider.System).RunAsync(cancellationToken) ? ExitCode.Success : ExitCode.Failure;
    }

    private DownstreamTarget ReadTarget(ParseResult parse)
    {
        bool isLmtp = parse.GetValue(_lmtp);
        (string host, int port) = HostAndPort(parse.GetValue(_server)!, isLmtp ? 24 : 25);
        string tls = parse.GetValue(_tls)!;
        return new DownstreamTarget
        {
            Host = host,
            Port = port,
            Protocol = isLmtp ? DownstreamProtocol.Lmtp : DownstreamProtocol.Smtp,
            Tls = tls == "none" ? DownstreamTls.None : parse.GetValue(_insecure) ? DownstreamTls.Require : DownstreamTls.Verify,
            ImplicitTls = tls == "implicit",
            Identity = parse.GetValue(_xclient) is { Length: > 0 } ? DownstreamIdentity.XClient : DownstreamIdentity.None,
            HeloName = parse.GetValue(_helo)!,
        };
    }

    internal static (string Host, int Port) HostAndPort(string text, int defaultPort)
    {
        int colon = text.LastIndexOf(':');
        // A lone IPv6 address has colons and no port; with one it stands in brackets.
        bool hasPort = colon >= 0 && (text.IndexOf(':', StringComparison.Ordinal) == colon || text[colon - 1] == ']');
        int port = defaultPort;
        if (hasPort && !(int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535))
        {
            throw new CliException($"'{text}' has no valid port", ExitCode.Usage);
        }

        string host = (hasPort ? text[..colon] : text).TrimStart('[').TrimEnd(']');
        return host.Length > 0 ? (host, port) : throw new CliException($"'{text}' names no server", ExitCode.Usage);
    }

    internal static ClientIdentity? ReadIdentity(IReadOnlyList<string> attributes)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string attribute in attributes)
        {
            int equals = Math.Max(attribute.IndexOf('=', StringComparison.Ordinal), 0);
            values[attribute[..equals]] = attribute[Math.Min(equals + 1, attribute.Length)..];
        }

        IPAddress? address = null;
        int port = 0;
        bool isGood = values.Keys.All(name => name.ToUpperInvariant() is "NAME" or "ADDR" or "PORT" or "HELO" or "PROTO" or "LOGIN")
            && (!values.TryGetValue("ADDR", out string? text) || IPAddress.TryParse(text, out address))
            && (!values.TryGetValue("PORT", out text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535));
        if (!isGood)
        {
            throw new CliException($"--xclient {string.Join(' ', attributes)}: it is ATTR=VALUE with NAME, ADDR, PORT, HELO, PROTO or LOGIN", ExitCode.Usage);
        }

        return attributes.Count == 0 ? null : new ClientIdentity
        {
            Client = address is null ? null : new IPEndPoint(address, port),
            Name = values.GetValueOrDefault("NAME"),
            Helo = values.GetValueOrDefault("HELO"),
            Protocol = values.GetValueOrDefault("PROTO")?.ToUpperInvariant(),
            Login = values.GetValueOrDefault("LOGIN"),
        };
    }

    private static int AtLeastOne(ParseResult parse, Option<int> option) =>
        parse.GetValue(option) is > 0 and var number ? number : throw new CliException($"{option.Name} is at least 1", ExitCode.Usage);

    private static string Address(string text) => text.StartsWith('<') && text.EndsWith('>') ? text[1..^1] : text;
}
