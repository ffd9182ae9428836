// The same spans and figures for an OpenTelemetry collector, when one is configured.
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Makola.Backstage;

/// <summary>
/// Sends spans and figures to the collector at <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, with the protocol of <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> (<c>http/protobuf</c> or
/// <c>grpc</c>; https://opentelemetry.io/docs/specs/otel/protocol/exporter/). Nothing is sent, and nothing costs, while none is configured.
/// </summary>
public sealed class Collector(IConfiguration configuration) : IHostedService, IDisposable
{
    private static readonly string[] Meters = [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];
    private TracerProvider? spans;
    private MeterProvider? figures;

    /// <summary>Begins to send.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], UriKind.Absolute, out var endpoint)) return Task.CompletedTask;
        var isGrpc = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc";
        var who = ResourceBuilder.CreateDefault().AddService("makola", serviceVersion: typeof(Collector).Assembly.GetName().Version?.ToString());
        spans = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(who).AddSource(Telemetry.Name, "Microsoft.AspNetCore").AddOtlpExporter(to => Set(to, "v1/traces")).Build();
        figures = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(who).AddMeter(Meters).AddOtlpExporter(to => Set(to, "v1/metrics")).Build();
        return Task.CompletedTask;

        void Set(OtlpExporterOptions to, string path)
        {
            to.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            to.Endpoint = isGrpc ? endpoint : new Uri($"{endpoint.ToString().TrimEnd('/')}/{path}");
            if (configuration["OTEL_EXPORTER_OTLP_HEADERS"] is { Length: > 0 } headers) to.Headers = headers;
        }
    }

    /// <summary>Sends what waits, for at most a few seconds.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() =>
    {
        spans?.Shutdown(3_000);
        figures?.Shutdown(3_000);
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        spans?.Dispose();
        figures?.Dispose();
    }
}
