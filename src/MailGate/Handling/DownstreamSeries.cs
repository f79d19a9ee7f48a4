using MailGate.Observability.Metrics;
using MailGate.Smtp.Client;
using MailGate.Smtp.Grammar;

namespace MailGate.Handling;

/// <summary>The metrics of one route's servers, each looked up once: there are three replies to count for every message.</summary>
internal sealed class DownstreamSeries(GatewayMetrics metrics, string route)
{
    private const int Phases = 16;
    private const int Classes = 6;

    private readonly Counter?[] _replies = new Counter?[Phases * Classes];
    private readonly Histogram?[] _durations = new Histogram?[Phases];

    /// <summary>The route's name.</summary>
    public string Route => route;

    /// <summary>The word for a phase in labels.</summary>
    public static string Label(DownstreamPhase phase) => phase switch
    {
        DownstreamPhase.Connect => "connect",
        DownstreamPhase.Greeting => "greeting",
        DownstreamPhase.Ehlo => "ehlo",
        DownstreamPhase.Tls => "tls",
        DownstreamPhase.Auth => "auth",
        DownstreamPhase.Identity => "identity",
        DownstreamPhase.Reset => "rset",
        DownstreamPhase.Mail => "mail",
        DownstreamPhase.Rcpt => "rcpt",
        DownstreamPhase.Data => "data",
        DownstreamPhase.Body => "body",
        DownstreamPhase.Dot => "final_dot",
        DownstreamPhase.Quit => "quit",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    /// <summary>Counts a reply.</summary>
    public void Note(DownstreamPhase phase, Reply reply, TimeSpan elapsed)
    {
        Counter replies = _replies[((int)phase * Classes) + reply.Class] ??= metrics.DownstreamReplies.With(route, Label(phase), GatewayMetrics.CodeClassOf((int)reply.Code));
        replies.Add();
        Histogram durations = _durations[(int)phase] ??= metrics.DownstreamDuration.With(route, Label(phase));
        durations.Observe(elapsed.TotalSeconds);
    }
}
