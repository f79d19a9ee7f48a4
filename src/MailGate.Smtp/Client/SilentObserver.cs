namespace MailGate.Smtp.Client;

/// <summary>Hears nothing.</summary>
public sealed class SilentObserver : IDownstreamObserver
{
    public static SilentObserver Instance { get; } = new();
}
