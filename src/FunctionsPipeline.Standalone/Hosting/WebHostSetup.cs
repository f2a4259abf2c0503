using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>
/// The web host that everything stands on: put together from the least that is needed, because each default that
/// <c>WebApplication.CreateBuilder</c> adds (file watchers, providers, middleware) costs time at a cold start.
/// </summary>
internal static class WebHostSetup
{
    private const string DefaultUrl = "http://localhost:7071";

    public static WebApplicationBuilder CreateBuilder(string[] args, string applicationName, StartPhase start)
    {
        args = WithValues(args);
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = applicationName,
            EnvironmentName = EnvironmentName(args),
            ContentRootPath = AppContext.BaseDirectory,
        });
        AddSettings(web.Configuration, web.Environment, args);

        web.WebHost.UseKestrelCore();
        if (web.Configuration["urls"] is null && web.Configuration["http_ports"] is null)
            web.WebHost.UseUrls(DefaultUrl);
        web.Services.AddRouting();
        // Two lines for each request help nobody; a setting brings them back.
        web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Until the start is over its failure is told by us, in a sentence, and not by a stack trace as well.
        web.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => start.IsOver && level >= LogLevel.Information);
        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));
        web.Logging.AddConfiguration(web.Configuration.GetSection(HostJson.Section + ":logging"));
        web.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });
        web.Host.UseDefaultServiceProvider(options => options.ValidateScopes = web.Environment.IsDevelopment());
        return web;
    }

    private static void AddSettings(ConfigurationManager settings, IHostEnvironment environment, string[] args)
    {
        settings.AddInMemoryCollection(HostJson.Read(Path.Combine(AppContext.BaseDirectory, "host.json")));
        settings.AddEnvironmentVariables("ASPNETCORE_");
        settings.AddJsonFile("appsettings.json", optional: true, reloadOnChange: false);
        settings.AddJsonFile($"appsettings.{environment.EnvironmentName}.json", optional: true, reloadOnChange: false);
        if (environment.IsDevelopment())
            settings.AddInMemoryCollection(LocalSettings());
        settings.AddEnvironmentVariables();
        settings.AddCommandLine(args);
    }

    private static string EnvironmentName(string[] args)
        => new ConfigurationBuilder().AddCommandLine(args).Build()["environment"]
            ?? Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? Environments.Production;

    // The command line provider would take the next switch for the value of a switch without one.
    private static string[] WithValues(string[] args) =>
    [
        .. args.Select((arg, at) =>
            arg.StartsWith("--", StringComparison.Ordinal) && !arg.Contains('=')
            && (at + 1 == args.Length || args[at + 1].StartsWith("--", StringComparison.Ordinal))
                ? arg + "=true"
                : arg),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> LocalSettings()
    {
        var file = new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }
            .Select(folder => Path.Combine(folder, "local.settings.json")).FirstOrDefault(File.Exists);
        if (file is null)
            return [];
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), HostJson.Lenient);
            return json.RootElement.TryGetProperty("Values", out var values)
                ? [.. values.EnumerateObject().Select(value => KeyValuePair.Create(
                    value.Name.Replace("__", ":", StringComparison.Ordinal), (string?)value.Value.ToString()))]
                : [];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new HostStartException($"{file} is not valid: {broken.Message}", broken);
        }
    }
}
