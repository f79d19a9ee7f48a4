using MailGate.Configuration.Model;

namespace MailGate.Configuration.Sections;

/// <summary>Traces of transactions for a collector of OpenTelemetry.</summary>
internal sealed record TracingSettings
{
    [Setting("Where to send traces by OTLP: http://127.0.0.1:4318/v1/traces for http, http://127.0.0.1:4317 for grpc.", DefaultText = "none: nothing is traced", Example = "http://127.0.0.1:4318/v1/traces")]
    public string? Endpoint { get; init; }

    [Setting("http: protobuf over HTTP; grpc.")]
    public TracingProtocol Protocol { get; init; }

    [Setting("How many transactions are traced, chosen at random.", Min = "1", Max = "100", Unit = "percent")]
    public int Sample { get; init; } = 100;
}
