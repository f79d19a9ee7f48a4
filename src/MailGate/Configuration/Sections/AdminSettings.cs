using System.Net;
using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>The HTTP listener for metrics, health and pages.</summary>
internal sealed record AdminSettings
{
    [Setting("ADDRESS:PORT to listen on.", DefaultText = "none: no HTTP at all", Example = "\"127.0.0.1:9525\"")]
    public IPEndPoint? Listen { get; init; }

    [Setting("Asked for as 'Authorization: Bearer TOKEN' on everything but /livez and /readyz; needed when listen is not a loopback address.", DefaultText = "none", Example = "\"${MAILGATE_ADMIN_TOKEN}\"")]
    public Secret? Token { get; init; }
}

/// <summary>The log.</summary>
internal sealed record LogSettings
{
    [Setting("json: one object a line; text: one line of words and key=value pairs.")]
    public LogFormat Format { get; init; }

    [Setting("The least level: info has one line a transaction, warning what an operator should look at, debug the dialogue without contents.")]
    public LogVerbosity Level { get; init; } = LogVerbosity.Info;

    [Setting("A file to append to; it is opened again on SIGHUP.", DefaultText = "standard output", Example = "/var/log/mailgate.log")]
    public FilePath? File { get; init; }

    [Setting("Mail addresses in full, or only their domains.")]
    public LoggedAddresses Addresses { get; init; }
}
