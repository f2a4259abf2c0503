using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.Demo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>What the command line and the environment ask for.</summary>
public sealed record LocalOptions
{
    /// <summary>Where the site is served.</summary>
    public required Uri Address { get; init; }

    /// <summary>The built or published function app.</summary>
    public required string AppFolder { get; init; }

    /// <summary>
    /// Connection string of the storage account. <c>UseDevelopmentStorage=true</c> starts Azurite if none answers.
    /// </summary>
    public string Storage { get; init; } = Azurite.AzuriteConnection.Development;

    /// <summary>Azurite on ports of its own, so that two checkouts can run side by side.</summary>
    public bool FreePorts { get; init; }

    /// <summary>A SendGrid key or address is set: no emulator is started.</summary>
    public bool HasProvider { get; init; }

    /// <summary>Puts example settings into an account that has none.</summary>
    public bool Example { get; init; } = true;

    /// <summary>The clock of app, timers and emulator; null: the machine's.</summary>
    public ClockSetting? Clock { get; init; }

    /// <summary>App settings by their names in the environment, which they win over.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } =
        new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Paths of further assemblies that the worker loads before the app (DOTNET_STARTUP_HOOKS).</summary>
    public IReadOnlyList<string> WorkerHooks { get; init; } = [];

    /// <summary>Replaces the console; null: the console.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Null: no demo.</summary>
    public DemoOptions? Demo { get; init; }

    /// <summary>
    /// <c>--demo [--exit]</c>, <c>--urls</c>, <c>--app</c>, <c>--Azurite:FreePorts true</c>, <c>--LocalDev:Clock</c>,
    /// <c>--LocalDev:Example false</c>; in the environment with <c>__</c> for <c>:</c>.
    /// </summary>
    /// <exception cref="LocalDevException">A value is not understood.</exception>
    /// <exception cref="FormatException">The clock is not what <see cref="ClockSetting"/> writes.</exception>
    public static LocalOptions Read(string[] args)
    {
        var demo = DemoOptions.From(args);
        var settings = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddCommandLine([.. args.Except(DemoOptions.Flags, StringComparer.Ordinal)])
            .Build();
        return new LocalOptions
        {
            Address = LocalAddress.Of(settings["urls"] ?? settings["ASPNETCORE_URLS"]),
            AppFolder = settings["app"] ?? Running.AppFolder.Find(),
            Storage = settings["AzureWebJobsStorage"] is { Length: > 0 } storage
                ? storage
                : Azurite.AzuriteConnection.Development,
            FreePorts = settings.GetValue("Azurite:FreePorts", false),
            HasProvider =
                settings["SendGrid:ApiKey"] is { Length: > 0 } || settings["SendGrid:BaseUrl"] is { Length: > 0 },
            Example = settings.GetValue("LocalDev:Example", true),
            Clock =
                demo is not null ? DemoClock.Opening(TimeProvider.System)
                : settings["LocalDev:Clock"] is { Length: > 0 } figures ? ClockSetting.Parse(figures)
                : null,
            WorkerHooks =
                settings["LocalDev:WorkerHooks"]?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                ?? [],
            Demo = demo,
        };
    }
}
