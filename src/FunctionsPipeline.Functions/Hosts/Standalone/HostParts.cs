using FunctionsPipeline.LocalDev.Demo;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Standalone;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>
/// What only our own host has. In development: Azurite if nothing listens, SendGrid's emulator if no key is set, the site
/// and the reports in the browser, the demo. Elsewhere nothing: a published app on a server needs storage and settings, and
/// brings neither.
/// </summary>
internal static class HostParts
{
    /// <summary>The longest that the ledger accepts.</summary>
    private static readonly TimeSpan DevelopmentStaleness = TimeSpan.FromDays(366);

    /// <summary>Well-known keys, and a file with a mistake.</summary>
    private static readonly Type[] ExpectedWarnings = [typeof(SubscriberKeys), typeof(ArticlePublisher)];

    /// <summary>The demo brings its own environment, so that it needs no settings.</summary>
    public static string[] Arguments(string[] args)
        => DemoOptions.From(args) is null ? args : [.. args, "--environment", Environments.Development];

    /// <summary>What our own host would refuse at its start, told together with all else that is missing.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration, bool isDevelopment)
    {
        if (!isDevelopment && !configuration.GetSection("Standalone:Keys").GetChildren().Any())
            yield return "Standalone__Keys__Host is missing: the functions that import, export and retry ask their callers for it.";
    }

    public static async Task AddAsync(FunctionsApplicationBuilder builder, string[] args)
    {
        // No Event Grid reaches this host unless somebody says so: the container is scanned.
        builder.Configuration[AppSettings.RenderArticleEventGridDisabled] ??= "true";
        if (!builder.Environment.IsDevelopment())
            return;

        var demo = DemoOptions.From(args);
        await LocalAzurite.AddAsync(builder, throwaway: demo is not null);
        LocalAddress.Add(builder);
        await LocalSendGrid.AddAsync(builder, LocalClock.Add(builder, demo), always: demo is not null);
        // A laptop sleeps over the weekend, and its storage is no old copy for that.
        builder.Services.Configure<SendingOptions>(sending => sending.StalenessLimit = DevelopmentStaleness);
        builder.Services.AddSingleton<IStandaloneEndpoints, LocalEndpoints>();
        if (demo is null)
            return;
        // The tables are what people came for; what the demo does not mean to happen still shows.
        builder.Logging.AddFilter(level => level >= LogLevel.Warning);
        foreach (var meant in ExpectedWarnings)
            builder.Logging.AddFilter(meant.FullName, LogLevel.Error);
        builder.Services.AddSingleton(demo).AddHostedService<DemoService>();
    }
}
