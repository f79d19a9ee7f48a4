using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailGate.Mail.Addresses;

namespace MailGate.Configuration.Values;

/// <summary>Where mail goes, in one word: a server's host and port, or the built-in capture that keeps it as Maildir.</summary>
/// <param name="Host">An address or a name; null for capture.</param>
internal sealed record Downstream(string? Host, int Port)
{
    /// <summary>The built-in capture.</summary>
    public static Downstream Capture { get; } = new(null, 0);

    public bool IsCapture => Host is null;

    public override string ToString() => IsCapture ? "capture" : Host!.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    internal static bool IsHost(string text) =>
        IPAddress.TryParse(text, out IPAddress? address)
            ? address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3
            : Domain.TryParse(text, out _);

    internal static bool TryParse(string text, string folder, out Downstream? value, out string? problem)
    {
        (value, problem) = (null, null);
        if (text == "capture")
        {
            value = Capture;
            return true;
        }

        int colon = text.LastIndexOf(':');
        if (colon <= 0)
        {
            return false;
        }

        string host = text[..colon];
        bool bracketed = host.StartsWith('[') && host.EndsWith(']');
        host = bracketed ? host[1..^1] : host;
        if (host.Contains(':') != bracketed || !IsHost(host)
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535)
        {
            return false;
        }

        value = new Downstream(host, port);
        return true;
    }
}
