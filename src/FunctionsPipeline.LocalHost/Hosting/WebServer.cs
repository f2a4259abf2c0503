using System.Net;
using System.Net.Sockets;
using FunctionsPipeline.LocalHost.Functions;
using FunctionsPipeline.LocalHost.Http;
using FunctionsPipeline.LocalHost.Settings;
using FunctionsPipeline.LocalHost.Storage;
using FunctionsPipeline.LocalHost.Triggers;
using FunctionsPipeline.LocalHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Hosting;

/// <summary>
/// One server with two doors: gRPC for the worker at a free loopback port, HTTP/1.1 for people and tests at the address
/// of the options. The version of HTTP tells a request's door.
/// </summary>
internal static class WebServer
{
    public static WebApplication Build(
        LocalHostOptions options,
        AppSettings app,
        HostSettings settings,
        WorkerFolder folder
    )
    {
        var web = WebApplication.CreateEmptyBuilder(
            new() { EnvironmentName = settings.EnvironmentName, ContentRootPath = settings.AppFolder }
        );
        web.Configuration.AddConfiguration(app.Configuration);
        HostLogging.Configure(web.Logging, app.Configuration, options.Logging);
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options.Address, settings));
        AddServices(web.Services, options, app, settings, folder);
        var built = web.Build();
        Map(built, options, settings);
        return built;
    }

    /// <exception cref="LocalHostException">The address is in use, or may not be used.</exception>
    public static async Task<(Uri Rpc, Uri People)> StartAsync(
        WebApplication web,
        Uri address,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new LocalHostException(
                $"{address} is in use by another process. Stop it, or choose another port with --urls http://127.0.0.1:PORT.",
                taken
            );
        }
        catch (SocketException refused)
        {
            throw new LocalHostException(
                $"The host cannot listen at {address}: {refused.Message}. Choose another address with --urls http://127.0.0.1:PORT.",
                refused
            );
        }

        var bound = web
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(each => new Uri(each))
            .ToList();
        return (bound[0], new UriBuilder(address) { Port = bound[1].Port }.Uri);
    }

    private static void Listen(KestrelServerOptions kestrel, Uri address, HostSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = settings.RequestBodyLimitBytes;
        // The worker's stream is one request without an end, in which nothing is said for hours.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
            kestrel.Listen(ip, address.Port, listen => listen.Protocols = HttpProtocols.Http1);
        else if (!address.IsLoopback)
            kestrel.ListenAnyIP(address.Port, listen => listen.Protocols = HttpProtocols.Http1);
        else if (address.Port == 0)
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        else
            kestrel.ListenLocalhost(address.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static void AddServices(
        IServiceCollection services,
        LocalHostOptions options,
        AppSettings app,
        HostSettings settings,
        WorkerFolder folder
    )
    {
        services.AddRouting();
        services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        services.AddHttpForwarder();
        services.AddSingleton<IHostLifetime, NoLifetime>();
        services.AddSingleton(settings).AddSingleton(app).AddSingleton(options.Time);
        services.AddSingleton(new FunctionKeys(app.Configuration, settings.IsDevelopment));
        services.AddSingleton(new WorkerStart(folder, app, options.StartupHooks));
        services.AddSingleton(new SettingNames(app.Configuration));
        services.AddSingleton<WorkerSupervisor>().AddSingleton<FunctionInvoker>().AddSingleton<HostState>();
        services.AddSingleton<FunctionRequests>().AddSingleton<FunctionRoutes>().AddSingleton<ManualRuns>();
        services.AddSingleton<WebHooks>().AddSingleton<EventGridWebHook>();
        services.AddSingleton(provider => new HostStorage(
            app.Configuration,
            provider.GetRequiredService<ILoggerFactory>()
        ));
    }

    private static void Map(WebApplication web, LocalHostOptions options, HostSettings settings)
    {
        var state = web.Services.GetRequiredService<HostState>();
        web.UseWhen(
            static http => !IsRpc(http),
            people =>
            {
                if (settings.IsDevelopment)
                    people.Use(LocalCallersOnly.CheckNameAsync);
                people.Use((http, next) => DrainOrPassAsync(http, next, state));
                people.Use(NotFoundForWrongMethodAsync);
            }
        );
        web.UseWhen(IsRpc, static worker => worker.Use(OnlyRpcAsync));
        web.UseRouting();
        ((IEndpointRouteBuilder)web).DataSources.Add(web.Services.GetRequiredService<FunctionRoutes>());
        AdminEndpoints.Map(web);
        web.MapGrpcService<FunctionRpcService>();
        options.Endpoints?.Invoke(web);
    }

    private static bool IsRpc(HttpContext http) => HttpProtocol.IsHttp2(http.Request.Protocol);

    private static Task OnlyRpcAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/AzureFunctionsRpcMessages.FunctionRpc", StringComparison.Ordinal))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task DrainOrPassAsync(HttpContext http, RequestDelegate next, HostState state)
    {
        if (!state.IsDraining)
            return next(http);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    // Routing answers 405; the real host has one route for each method, and answers 404.
    private static async Task NotFoundForWrongMethodAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (
            http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed
            && http.GetEndpoint() is not RouteEndpoint
            && !http.Response.HasStarted
        )
        {
            http.Response.Headers.Allow = default;
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
