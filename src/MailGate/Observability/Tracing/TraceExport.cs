using System.Runtime.CompilerServices;
using MailGate.Configuration.Sections;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MailGate.Observability.Tracing;

/// <summary>Sends <see cref="TransactionSpans"/> to a collector while the configuration names one. OpenTelemetry's libraries are not even loaded before that.</summary>
internal sealed class TraceExport : IDisposable
{
    private TracingSettings _settings = new();
    private IDisposable? _provider;

    /// <summary>Begins, changes or ends the export; what was gathered for the old collector is sent first.</summary>
    public void Apply(TracingSettings settings, string version)
    {
        if (settings == _settings)
        {
            return;
        }

        _provider?.Dispose();
        _provider = settings.Endpoint is null ? null : Start(settings, version);
        _settings = settings;
    }

    public void Dispose() => _provider?.Dispose();

    // Not inlined: the names in it are what loads the libraries.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IDisposable Start(TracingSettings settings, string version) => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource => resource.AddService("mailgate", serviceVersion: version))
        .AddSource(TransactionSpans.SourceName)
        .SetSampler(new TraceIdRatioBasedSampler(settings.Sample / 100.0))
        .AddOtlpExporter(exporter =>
        {
            exporter.Endpoint = new Uri(settings.Endpoint!);
            exporter.Protocol = settings.Protocol == TracingProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        })
        .Build();
}
