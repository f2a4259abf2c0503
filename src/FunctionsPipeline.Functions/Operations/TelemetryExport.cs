using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using FunctionsPipeline.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>
/// Sends metrics and logs where settings say: to Application Insights, to any collector that takes OTLP, to both, or,
/// without either setting, nowhere. The table in <c>infra/README.md</c> lists what is sent.
/// </summary>
/// <remarks>
/// Application Insights gets the log from the host, which forwards the worker's lines; sent from here too, each line would
/// count twice in the alerts. Traces are left out: the addresses in them end in tokens (rule B5).
/// </remarks>
internal static class TelemetryExport
{
    private const string ServiceName = "functionspipeline";

    public static void AddTelemetryExport(this FunctionsApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var insights = settings[AppSettings.ApplicationInsightsConnectionString];
        var hasCollector = !string.IsNullOrWhiteSpace(settings[AppSettings.OtlpEndpoint]);
        if (string.IsNullOrWhiteSpace(insights) && !hasCollector)
            return;

        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(OperationalEvents.MeterName);
                if (!string.IsNullOrWhiteSpace(insights))
                    metrics.AddAzureMonitorMetricExporter(options =>
                        (options.ConnectionString, options.Credential) = (
                            insights,
                            Credential(settings[AppSettings.ApplicationInsightsAuthentication])
                        )
                    );
                if (hasCollector)
                    metrics.AddOtlpExporter();
            });
        if (hasCollector)
            telemetry.WithLogging(logs => logs.AddOtlpExporter(), options => options.IncludeScopes = false);
    }

    /// <summary>Null: by the connection string's own key.</summary>
    private static ManagedIdentityCredential? Credential(string? authentication)
    {
        var parts = (authentication ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return !string.Equals(parts.GetValueOrDefault("Authorization"), "AAD", StringComparison.OrdinalIgnoreCase)
                ? null
            : parts.GetValueOrDefault("ClientId") is { Length: > 0 } client
                ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client))
            : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);
    }
}
