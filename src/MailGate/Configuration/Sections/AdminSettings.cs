using System.Net;
using MailGate.Configuration.Model;
using MailGate.Configuration.Values;

namespace MailGate.Configuration.Sections;

/// <summary>The HTTP listener for metrics, health, the page and its API.</summary>
internal sealed record AdminSettings
{
    [Setting("ADDRESS:PORT to listen on.", DefaultText = "none: no HTTP at all", Example = "\"127.0.0.1:9525\"")]
    public IPEndPoint? Listen { get; init; }

    [Setting("Asked for as 'Authorization: Bearer TOKEN' on everything but /livez and /readyz; needed when listen is not a loopback address.", DefaultText = "none", Example = "\"${MAILGATE_ADMIN_TOKEN}\"")]
    public Secret? Token { get; init; }

    [Setting("Names under which browsers may ask for the page, such as that of a proxy in front of it; on a loopback address localhost and addresses are always good.", Example = "[ mail.example.com ]")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    [Setting("The path under which a proxy shows the page, such as /mailgate.", DefaultText = "none: the proxy's root", Example = "/mailgate")]
    public string? BasePath { get; init; }

    [Setting("How many of the last transactions are kept in memory for the page (about 2 KB each).", Min = "10", Max = "100000", Unit = "transactions")]
    public int History { get; init; } = 1000;
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
