using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MailGate.Hosting;

/// <summary>Tells systemd how the service is (sd_notify(3)); does nothing where there is no systemd.</summary>
internal sealed class SystemdNotifier : IDisposable
{
    private readonly Socket? _socket;
    private readonly TimeProvider _time;
    private readonly ITimer? _watchdog;

    public SystemdNotifier(TimeProvider time, Func<string, string?> environment)
    {
        _time = time;
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } path || path[0] is not ('/' or '@'))
        {
            return;
        }

        _socket = Connect(path);
        bool isAsked = long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long interval) && interval > 0
            && (environment("WATCHDOG_PID") is not { } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (_socket is not null && isAsked)
        {
            // Twice as often as asked for, as sd_watchdog_enabled(3) recommends.
            var half = TimeSpan.FromMicroseconds(interval / 2.0);
            _watchdog = time.CreateTimer(_ => Send("WATCHDOG=1"), null, half, half);
        }
    }

    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    /// <summary>To be followed by <see cref="Ready"/>.</summary>
    public void Reloading() =>
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={_time.GetTimestamp() / (_time.TimestampFrequency / 1_000_000)}"));

    public void Stopping(string status) => Send($"STOPPING=1\nSTATUS={status}");

    public void Dispose()
    {
        _watchdog?.Dispose();
        _socket?.Dispose();
    }

    private static Socket? Connect(string path)
    {
        // '@' stands for the NUL of an abstract name.
        string name = path[0] == '@' ? '\0' + path[1..] : path;
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(name));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private void Send(string state)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A service manager that does not listen is no reason to stop serving mail.
        }
    }
}
