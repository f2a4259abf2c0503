using FunctionsPipeline.Functions;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.Standalone;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>The app inside a benchmark's own process: its services, and of its functions only those that are named.</summary>
public static class BenchApp
{
    /// <summary>Accepted by any emulator that was not given a key.</summary>
    public const string ApiKey = "SG.bench";

    /// <param name="storage">Connection string.</param>
    /// <param name="mail">The emulator's address.</param>
    /// <param name="clock">The app's clock; null: the real time.</param>
    /// <param name="functions">Classes of functions that run once the host is started; none: it only lends its services.</param>
    /// <param name="settings">Further settings by name; null values leave one out.</param>
    /// <param name="configure">Options and services that a benchmark changes in code.</param>
    public static IHost Build(
        string storage, Uri mail, MovableClock? clock, IReadOnlyList<Type> functions, IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? configure = null)
    {
        var builder = StandaloneHost.CreateBuilder(["--environment", "Development", "--urls", "http://127.0.0.1:0"], [.. functions]);
        var chosen = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = storage,
            ["SendGrid:ApiKey"] = ApiKey,
            ["SendGrid:BaseUrl"] = mail.AbsoluteUri,
            ["SiteBaseUrl"] = "http://127.0.0.1:7071/",
            ["FunctionsBaseUrl"] = "http://127.0.0.1:7071/",
            ["Logging:LogLevel:Default"] = "Critical",
            // An idle queue is otherwise looked at every 30 s, and a benchmark would measure its own luck.
            ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.5",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
            chosen[name] = value;
        foreach (var (name, value) in chosen)
            builder.Configuration[name] = value;
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddPipeline();
        if (clock is not null)
            builder.Services.AddSingleton<TimeProvider>(clock);
        configure?.Invoke(builder.Services);
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
