using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost;

/// <summary>Which app to run, where, and with what.</summary>
public sealed record LocalHostOptions
{
    /// <summary>Where the host listens unless told otherwise: the address of Azure Functions Core Tools.</summary>
    public static readonly Uri DefaultAddress = new("http://127.0.0.1:7071");

    /// <summary>
    /// What <c>dotnet build</c> or <c>dotnet publish</c> made of the app: host.json, functions.metadata,
    /// worker.config.json and the assemblies.
    /// </summary>
    public required string AppFolder { get; init; }

    /// <summary>Where HTTP is served, over http. Port 0 takes a free one: see <see cref="LocalFunctionHost.Address"/>.</summary>
    public Uri Address { get; init; } = DefaultAddress;

    /// <summary>
    /// App settings by their environment names (<c>Name__Part</c>), for the host and for the worker. They win over the
    /// environment of this process, which wins over local.settings.json. Null removes a setting.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } =
        new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>
    /// Null: the setting AZURE_FUNCTIONS_ENVIRONMENT, and Development without it. Development asks for no keys, answers
    /// loopback names only and reads local.settings.json.
    /// </summary>
    public string? EnvironmentName { get; init; }

    /// <summary>Assemblies that the worker loads before the app (DOTNET_STARTUP_HOOKS), by their paths.</summary>
    public IReadOnlyList<string> StartupHooks { get; init; } = [];

    /// <summary>Timers follow it. Leases, back-off and time limits stay in real time, because storage does.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long the worker may take until all its functions are loaded.</summary>
    public TimeSpan WorkerStartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A developer's own pages and middleware in the same server, behind the functions' routes.</summary>
    public Action<WebApplication>? Endpoints { get; init; }

    /// <summary>Replaces the console.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
