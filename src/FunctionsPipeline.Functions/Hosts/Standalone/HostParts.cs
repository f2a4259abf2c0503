using FunctionsPipeline.LocalDev.Demo;
using FunctionsPipeline.Standalone;
using Microsoft.Azure.Functions.Worker.Builder;
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
    /// <summary>The demo brings its own environment, so that it needs no settings.</summary>
    public static string[] Arguments(string[] args)
        => DemoOptions.From(args) is null ? args : [.. args, "--environment", Environments.Development];

    public static async Task AddAsync(FunctionsApplicationBuilder builder, string[] args)
    {
        // No Event Grid reaches this host unless somebody says so: the container is scanned.
        builder.Configuration[AppSettings.RenderArticleEventGridDisabled] ??= "true";
        if (!builder.Environment.IsDevelopment())
            return;

        var demo = DemoOptions.From(args);
        LocalClock.Add(builder);
        await LocalAzurite.AddAsync(builder, throwaway: demo is not null);
        await LocalSendGrid.AddAsync(builder);
        builder.Services.AddSingleton<IStandaloneEndpoints, LocalEndpoints>();
        if (demo is null)
            return;
        // The table is what people came for; a warning still shows.
        builder.Logging.AddFilter(level => level >= LogLevel.Warning);
        builder.Services.AddSingleton(demo).AddHostedService<DemoService>();
    }
}
