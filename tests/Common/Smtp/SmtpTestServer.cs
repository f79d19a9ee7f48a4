using System.Net;
using MailGate.Smtp.Session;
using MailGate.Smtp.Spool;
using MailGate.Smtp.Transport;

namespace MailGate.Tests.Common.Smtp;

/// <summary>A listener on a free port of the loopback, with a handler of the test's choice.</summary>
public sealed class SmtpTestServer : IAsyncDisposable
{
    private readonly SmtpListener _listener;
    private readonly DeadlineClock _deadlines;

    public SmtpTestServer(IMailHandlerFactory handlers, Func<SmtpListenerSettings, SmtpListenerSettings>? change = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        _deadlines = new DeadlineClock(time);
        SmtpListenerSettings settings = new()
        {
            Name = "test",
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Hostname = "mx.local.example",
            Tls = TlsMode.StartTls,
            TlsOptions = new ServerCertificates([(TestCertificate.Localhost, [])]).ChooseAsync,
        };
        Budget = new SpoolBudget(64 * 1024 * 1024, 1024 * 1024, long.MaxValue, Path.GetTempPath());
        SmtpServerContext context = new(handlers, Observer, Budget, _deadlines, Sessions, time);
        _listener = new SmtpListener(context, change is null ? settings : change(settings));
        _listener.Start();
    }

    public NullSessionObserver Observer { get; } = new();

    public SessionCounter Sessions { get; } = new();

    public SpoolBudget Budget { get; }

    public IPEndPoint EndPoint => _listener.LocalEndPoint;

    public Task DrainAsync(TimeSpan patience) => _listener.DrainAsync(patience);

    public async ValueTask DisposeAsync()
    {
        await _listener.DrainAsync(TimeSpan.FromSeconds(1));
        _deadlines.Dispose();
    }
}
