using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using MailGate.Mail.Dns;

namespace MailGate.Cli.Authentication;

/// <summary><c>--dns</c>, <c>--records</c> and <c>--time</c> of one command: where answers come from and what time it is.</summary>
internal sealed class LookupOptions
{
    private readonly Option<IPEndPoint[]> _servers = new("--dns")
    {
        HelpName = "SERVER:PORT",
        Description = "Ask this DNS server (port 53 where none is given) instead of the system's; may be repeated",
        CustomParser = ParseServers,
    };

    private readonly Option<string?> _records = new("--records")
    {
        HelpName = "FILE",
        Description = "Take all DNS records from this file: lines 'name type value', the value quoted as in a zone file; "
            + "the types SERVFAIL and TIMEOUT, without a value, make a name fail",
    };

    private readonly Option<DateTimeOffset?> _time = ClockOption.Create();

    /// <summary>Gives the command these options and <c>--json</c>.</summary>
    public Command AddTo(Command command)
    {
        command.Add(_servers);
        command.Add(_records);
        command.Add(_time);
        command.Add(CommonOptions.Json());
        command.Validators.Add(result =>
        {
            if (result.GetResult(_servers) is { Implicit: false } && result.GetResult(_records) is { Implicit: false })
            {
                result.AddError("--dns and --records cannot be given together");
            }
        });
        return command;
    }

    /// <summary>The DNS and the clock that were asked for.</summary>
    /// <param name="configured">The DNS where the command line names none; null for the system's.</param>
    /// <exception cref="CliException">The record file has bad lines.</exception>
    public LookupSession Open(ParseResult parse, DnsOptions? configured = null)
    {
        TimeProvider time = parse.GetValue(_time) is { } now ? new FixedClock(now) : TimeProvider.System;
        if (parse.GetValue(_records) is { } file)
        {
            return new LookupSession(ReadRecords(file), time);
        }

        DnsOptions options = configured ?? DnsOptions.FromSystem();
        options = parse.GetValue(_servers) is { Length: > 0 } servers ? options with { Servers = servers } : options;
        return new LookupSession(new CachingResolver(options), time);
    }

    private static RecordFileResolver ReadRecords(string file) =>
        RecordFileResolver.TryParse(File.ReadAllText(file), out RecordFileResolver? resolver, out IReadOnlyList<string> errors)
            ? resolver
            : throw new CliException(string.Join('\n', errors.Select(error => $"{file}: {error}")));

    private static IPEndPoint[] ParseServers(ArgumentResult result)
    {
        List<IPEndPoint> servers = [];
        foreach (string text in result.Tokens.Select(token => token.Value))
        {
            if (DnsServerAddress.TryParse(text, out IPEndPoint? server))
            {
                servers.Add(server);
            }
            else
            {
                result.AddError($"--dns: '{text}' is not ADDRESS or ADDRESS:PORT, such as 127.0.0.1:5353 or [::1]:53");
            }
        }

        return [.. servers];
    }
}
