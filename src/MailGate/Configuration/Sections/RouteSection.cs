using MailGate.Configuration.Model;
using MailGate.Configuration.Values;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Sections;

/// <summary>One route as it is written.</summary>
internal sealed record RouteSection
{
    [Setting("Its name in logs and metrics.", DefaultText = "its first domain, or default", Example = "mailboxes")]
    public string? Name { get; init; }

    [Setting("Recipient domains of this route.", Example = "[ example.com, \"*.example.org\" ]")]
    public IReadOnlyList<DomainPattern> Domains { get; init; } = [];

    [Setting("Takes every domain that no other route names.")]
    public bool Default { get; init; }

    [Setting("Servers that take its mail.", Required = true)]
    public IReadOnlyList<TargetSection> Targets { get; init; } = [];

    [Setting("none; opportunistic: when offered; require: always, any certificate; verify: always, with a certificate that is valid for the name.")]
    public RouteTls Tls { get; init; } = RouteTls.Opportunistic;

    [Setting("The name in the servers' certificate.", DefaultText = "the target's host", Example = "mail.example.com")]
    public Domain? TlsName { get; init; }

    [Setting("PEM file of the authorities that are trusted for verify.", DefaultText = "the system's", Example = "/etc/mailgate/ca.pem")]
    public FilePath? TlsCa { get; init; }

    [Setting("live: the server is asked about each recipient before the client is answered; cached: one that it has refused as unknown a moment ago is refused, one that it has accepted a moment ago is accepted, and the server asked only before the message is taken.")]
    public RecipientChecks Recipients { get; init; }

    [Setting("With recipients: cached, how long answers of the server are good for.")]
    public RecipientCacheSection RecipientCache { get; init; } = new();

    [Setting("How the client's address and name are told to the server.")]
    public ClientIdentity Identity { get; init; }

    [Setting("Authentication at the server.", DefaultText = "none")]
    public RouteAuthSection? Auth { get; init; }

    [Setting("Texts of the server's refusals: pass them to the client, or say something generic.")]
    public ReplyTexts ReplyText { get; init; }

    [Setting("8-bit mail to a server that does not offer 8BITMIME: send it all the same, as most do, or refuse it.")]
    public EightBit EightBit { get; init; }

    [Setting("Most connections at once to one target.", Min = "1", Max = "100000", Unit = "connections")]
    public int Connections { get; init; } = 1000;

    [Setting("How long an unused connection is kept.", Min = "0s", Max = "1h")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>How long a route's answers to RCPT are good for, as it is written.</summary>
internal sealed record RecipientCacheSection
{
    [Setting("A recipient who was accepted; 0s: the server is asked each time. When it refuses the recipient after all, before the message is taken, the client is told then.", Min = "0s", Max = "1d")]
    public TimeSpan Positive { get; init; } = TimeSpan.FromHours(1);

    [Setting("A recipient who does not exist; short, since mailboxes are made. 0s: the server is asked each time.", Min = "0s", Max = "1d")]
    public TimeSpan Negative { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>One target as it is written.</summary>
internal sealed record TargetSection
{
    [Setting("Address or name of the server.", DefaultText = "none: needed but for capture", Example = "mail.internal")]
    public string? Host { get; init; }

    [Setting("Port of the server.", Min = "1", Max = "65535")]
    public int Port { get; init; } = 25;

    [Setting("smtp, lmtp (RFC 2033), or capture: kept as Maildir under the data directory.")]
    public TargetProtocol Protocol { get; init; }

    [Setting("Targets with the lowest number are used first, the next ones when all of those fail.", Min = "0", Max = "65535")]
    public int Priority { get; init; } = 10;

    [Setting("Share among targets of the same priority.", Min = "1", Max = "65535")]
    public int Weight { get; init; } = 1;
}

/// <summary>Credentials for a route's servers, as they are written.</summary>
internal sealed record RouteAuthSection
{
    [Setting("User name.", Required = true, Example = "mailgate")]
    public string User { get; init; } = "";

    [Setting("Password, as \"${NAME}\" or \"${file:PATH}\".", Required = true, Example = "\"${DOWNSTREAM_PASSWORD}\"")]
    public Secret Password { get; init; } = new("");
}
