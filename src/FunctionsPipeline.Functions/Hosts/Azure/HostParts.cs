using Microsoft.Azure.Functions.Worker.Builder;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>What only Azure's host has. Logs and metrics reach Application Insights through the host itself (host.json).</summary>
internal static class HostParts
{
    public static string[] Arguments(string[] args) => args;

    public static Task AddAsync(FunctionsApplicationBuilder builder, string[] args) => Task.CompletedTask;
}
