using System.Net;
using System.Text;
using MailGate.Filtering.Pipeline;
using MailGate.Filtering.Pipeline.Facts;
using MailGate.Filtering.Reputation;
using MailGate.Filtering.Rules;
using MailGate.Mail.Addresses;
using MailGate.Mail.Authentication;
using MailGate.Mail.Messages.Mime;
using MailGate.Tests.Common;

namespace MailGate.Filtering.Tests.Pipeline;

/// <summary>Transactions for tests, with a DNS and a clock that do as they are told.</summary>
internal sealed class TestMail
{
    public TestMail(string records = "", AuthenticationOptions? options = null)
    {
        Dns.Add(records);
        Environment = new MailEnvironment
        {
            Resolver = Dns,
            Time = Time,
            Authentication = new SenderAuthentication(Dns, Time, options),
            Reputation = new MemoryReputationStore(Time),
        };
    }

    public FakeDns Dns { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public MailEnvironment Environment { get; set; }

    public MailContext Connect(string address = "192.0.2.1") =>
        new(Environment, new MailClient { Address = IPAddress.Parse(address), Port = 40_000, Listener = "0.0.0.0:25" }, "T1", CancellationToken.None);

    public MailContext Helo(string name = "client.example", string address = "192.0.2.1")
    {
        MailContext connection = Connect(address);
        return connection.WithHelo(connection.Client, name);
    }

    public MailContext Mail(string from = "a@sender.example", string helo = "client.example", string address = "192.0.2.1") =>
        Helo(helo, address).BeginMail(new MailEnvelope(PathOf(from)), "T1");

    /// <summary>A whole transaction; <c>\n</c> in the message stands for CRLF.</summary>
    public MailContext Message(string message, string from = "a@sender.example", string to = "b@rcpt.example", string address = "192.0.2.1")
    {
        MailContext mail = Mail(from, address: address);
        mail.BeginRecipient(MailboxOf(to));
        mail.EndRecipient(accepted: true);
        byte[] octets = Encoding.Latin1.GetBytes(message.Replace("\n", "\r\n", StringComparison.Ordinal));
        MessageAnalysis analysis = new((MessageNeeds)7, Environment.Limits);
        analysis.Append(octets);
        analysis.Complete();
        mail.SetMessage(analysis, new MemoryMessageBytes(octets));
        return mail;
    }

    /// <summary>Runs one check and gives back the facts.</summary>
    public async Task<FactSet> RunAsync(ICheck check, MailContext context, params FactCall[] questions)
    {
        CheckRunner runner = new(Time, new Dictionary<string, CheckSettings>());
        Reports = await runner.RunAsync(context, check.Stage, [check], questions, TimeSpan.FromSeconds(30));
        return context.Facts;
    }

    /// <summary>Puts rules into force for what begins from now on.</summary>
    public TestMail With(RuleSet rules)
    {
        Environment = Environment with { Rules = () => rules };
        return this;
    }

    public IReadOnlyList<CheckReport> Reports { get; private set; } = [];

    public static Mailbox MailboxOf(string address) =>
        AddressParser.TryParseMailbox(address, out Mailbox? mailbox) ? mailbox : throw new FormatException(address);

    public static ReversePath PathOf(string address) => address.Length == 0 ? ReversePath.Null : new ReversePath(MailboxOf(address));

    public static FactCall Call(FactFunction function, params string[] arguments) => new(function, [.. arguments.Select(argument => FactValue.Of(argument))]);

    public static string[] Strings(FactValue list) => [.. Enumerable.Range(0, list.AsList.Count).Select(i => list.AsList[i].AsString)];
}
