using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>What only Azure's host has. Logs and metrics reach Application Insights through the host itself (host.json).</summary>
internal static class HostParts
{
    public static string[] Arguments(string[] args) => args;

    /// <summary>Azure's host keeps the functions' keys itself.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration, bool isDevelopment) => [];

    public static Task AddAsync(FunctionsApplicationBuilder builder, string[] args) => Task.CompletedTask;
}
