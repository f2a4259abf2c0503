using FunctionsPipeline.Standalone.Blobs;
using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Http;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>From an app's builder to a host that is ready to start, or to all the reasons why it is not.</summary>
internal static class StandaloneSetup
{
    public static WebApplication Build(WebApplicationBuilder web, IReadOnlyList<Type> functionClasses, bool webIsConfigured)
    {
        var problems = new Problems();
        var settings = HostSettings.Read(web.Configuration, web.Environment, problems);
        var connections = new StorageConnections(web.Configuration);
        var functions = new FunctionDiscovery(web.Configuration, settings, connections, problems).Find(functionClasses, out var disabled);
        var keys = new FunctionKeys(web.Configuration, settings.IsDevelopment);
        CheckHttp(functions, keys, webIsConfigured, problems);
        problems.ThrowIfAny();

        web.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = settings.RequestBodyLimitBytes;
            kestrel.AddServerHeader = false;
        });
        AddServices(web.Services, settings, connections, keys, new FunctionList(functions, disabled));

        var app = web.Build();
        AddTrustedProxies(app, settings);
        foreach (var own in app.Services.GetServices<IStandaloneEndpoints>())
            own.Configure(app);
        HostStatus.Map(app, settings, keys, app.Services.GetRequiredService<Drain>());
        if (functions.Any(function => function.Trigger is BlobTriggerDefinition { Source: BlobTriggerSource.EventGrid }))
            EventGridWebhook.Map(app, functions, keys);
        HttpFunctions.Map(app, functions);
        return app;
    }

    private static void AddServices(
        IServiceCollection services, HostSettings settings, StorageConnections connections, FunctionKeys keys, FunctionList functions)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new Jitter(new Random()));
        services.AddSingleton(settings);
        services.AddSingleton(connections);
        services.AddSingleton(keys);
        services.AddSingleton(functions);
        services.AddSingleton(new Drain(settings, TimeProvider.System));
        services.AddSingleton(new Lazy<BlobWorkQueue>(
            () => new BlobWorkQueue(connections.Get(StorageConnections.HostConnection), settings.HostId)));
        services.AddSingleton<InvocationMetrics>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FunctionInvoker>(provider, TimeProvider.System));
        services.AddSingleton(provider => new ListenerServices(
            provider.GetRequiredService<FunctionInvoker>(), provider.GetRequiredService<Drain>(), settings, TimeProvider.System,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Jitter>(), provider.GetRequiredService<ILoggerFactory>()));
        // Only results of MVC need it, and it costs time at the start.
        if (functions.Enabled.Any(function => typeof(IActionResult).IsAssignableFrom(function.Result.Type)))
            services.AddMvcCore();
        // Last, so that it starts when all that the app itself starts is there, and stops before that stops.
        services.AddHostedService<ListenerHost>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.DrainTimeout + ListenerHost.Grace + ListenerHost.Grace);
    }

    private static void CheckHttp(IReadOnlyList<FunctionDefinition> functions, FunctionKeys keys, bool webIsConfigured, Problems problems)
    {
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions)
        {
            if (function.Trigger is BlobTriggerDefinition { Source: BlobTriggerSource.EventGrid })
                keys.Check(function.Name, AuthorizationLevel.System, problems);
            if (function.Trigger is not HttpTriggerDefinition http)
                continue;
            if (!webIsConfigured)
                problems.Add($"Function '{function.Name}' answers HTTP: call ConfigureFunctionsWebApplication() on the builder.");
            keys.Check(function.Name, http.Level, problems);
            foreach (var method in http.Methods.DefaultIfEmpty("any method"))
            {
                if (!taken.TryAdd($"{method} {http.Route.RawText}", function.Name))
                    problems.Add($"Functions '{taken[$"{method} {http.Route.RawText}"]}' and '{function.Name}' both answer {method} {http.Route.RawText}.");
            }
        }
    }

    // Without a list of proxies nobody's word about the caller's address is taken.
    private static void AddTrustedProxies(WebApplication app, HostSettings settings)
    {
        if (settings.TrustedProxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.TrustedProxies)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}

/// <param name="Disabled">Names of functions that a setting switches off.</param>
internal sealed record FunctionList(IReadOnlyList<FunctionDefinition> Enabled, IReadOnlyList<string> Disabled);
