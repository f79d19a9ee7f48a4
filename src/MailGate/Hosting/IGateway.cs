using System.Net;
using MailGate.Configuration;

namespace MailGate.Hosting;

/// <summary>What the host starts, reloads and stops: the SMTP side of the program.</summary>
internal interface IGateway : IAsyncDisposable
{
    /// <summary>Where it listens, with the ports that were really taken; empty before <see cref="StartAsync"/>.</summary>
    IReadOnlyList<IPEndPoint> EndPoints { get; }

    /// <summary>Binds every listener and begins to accept.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">An address is taken, or not ours.</exception>
    /// <exception cref="InvalidOperationException">A socket was handed over that no listener is for.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>New sessions begin with these settings; sessions under way keep theirs. What it throws means that the old settings stay in force.</summary>
    void Apply(GatewaySettings settings);

    /// <summary>No new session; transactions under way may end within <paramref name="patience"/>, idle sessions get 421.</summary>
    Task DrainAsync(TimeSpan patience);

    /// <summary>What must be true for mail to flow: listeners bound, a server of each route reachable. Answers from what is known, without waiting.</summary>
    IReadOnlyList<ReadinessCheck> CheckReadiness();

    /// <summary>What is in force and kept, for the page; null for a part that has nothing to show.</summary>
    GatewayState? State => null;
}
