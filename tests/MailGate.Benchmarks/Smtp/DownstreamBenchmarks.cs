using BenchmarkDotNet.Attributes;
using MailGate.Mail.Addresses;
using MailGate.Smtp.Client;
using MailGate.Smtp.Client.Routing;
using MailGate.Smtp.Grammar;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Benchmarks.Smtp;

/// <summary>One message to a downstream over a warm connection, without the network: envelope, DATA, content, final reply, back to the pool.</summary>
[MemoryDiagnoser]
public class DownstreamBenchmarks
{
    private static readonly Func<bool> ClientIsHere = () => false;

    private readonly DeadlineClock _deadlines = new(TimeProvider.System);
    private readonly ForwardPath _rcpt = new(Mailbox("rcpt@example.net"));
    private readonly ReversePath _mail = new(Mailbox("sender@example.com"));
    private readonly Route _route = new("sink", [new RouteTarget(new DownstreamTarget { Host = "sink.example", Port = 25 })], BridgePolicy.Default);
    private DownstreamRelay _relay = null!;
    private MessageSpool _message = null!;

    [Params(1_000, 10_000, 1_000_000)]
    public int Octets { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _relay = new DownstreamRelay(new DownstreamContext(new InstantServer(), _deadlines, TimeProvider.System, SilentObserver.Instance));
        _message = new MessageSpool(new SpoolBudget(1 << 30, 1 << 30, long.MaxValue, Path.GetTempPath()));
        while (_message.Length < Octets)
        {
            _message.Append("The quick brown fox jumps over the lazy dog and away over the hills, far.\r\n"u8);
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _relay.DisposeAsync();
        _deadlines.Dispose();
        _message.Dispose();
    }

    [Benchmark]
    public async Task<bool> MessageAsync()
    {
        await using RoutedTransaction transaction = _relay.Begin(_route, null, _mail, MailParameters.None, "M80Y9HQKEN0M");
        DownstreamOutcome rcpt = await transaction.RcptAsync(_rcpt, RcptParameters.None, CancellationToken.None);
        DownstreamOutcome dot = await transaction.DataAsync(_message, ClientIsHere, CancellationToken.None);
        return rcpt.IsPositive && dot.IsPositive ? true : throw new InvalidOperationException($"{rcpt} {dot}");
    }

    private static Mailbox Mailbox(string text) => AddressParser.TryParseMailbox(text, out Mailbox? mailbox) ? mailbox : throw new FormatException(text);
}
