using Azure.Storage.Blobs;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.Site;
using FunctionsPipeline.LocalHost;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>
/// The whole product on this machine: Azurite, SendGrid's emulator, the local host with the built function app, and the site
/// that Azure would serve from storage. Each part is started only where the options name no other.
/// </summary>
public sealed class LocalPipeline : IAsyncDisposable
{
    /// <summary>The only one that the emulator accepts.</summary>
    internal const string ApiKey = "SG.local";

    private readonly Stack<IAsyncDisposable> _started = new();

    private LocalPipeline(LocalOptions options) => Options = options;

    public LocalOptions Options { get; }

    /// <summary>Connection string.</summary>
    public string Storage { get; private set; } = "";

    /// <summary>Null where the options name a provider.</summary>
    public EmulatedSendGrid? Mail { get; private set; }

    public LocalFunctionHost Host { get; private set; } = null!;

    /// <summary>Moves app, timers and emulator together; null where they follow the machine's clock.</summary>
    public MovableClock? Clock { get; private set; }

    /// <summary>Starts everything, in the order in which the parts need each other.</summary>
    /// <exception cref="LocalDevException">Something on this machine is missing.</exception>
    /// <exception cref="AzuriteException">Azurite does not start.</exception>
    /// <exception cref="LocalHostException">The app does not start, or its port is taken.</exception>
    public static async Task<LocalPipeline> StartAsync(LocalOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pipeline = new LocalPipeline(options);
        try
        {
            await pipeline.StartPartsAsync(cancellationToken);
            return pipeline;
        }
        catch
        {
            await pipeline.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops in the opposite order; what runs may finish first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
            await Host.StopAsync(CancellationToken.None);
        while (_started.TryPop(out var part))
            await part.DisposeAsync();
    }

    private async Task StartPartsAsync(CancellationToken cancellationToken)
    {
        using var logs = LoggerFactory.Create(LocalLog.Configure);
        Storage = await StartStorageAsync(logs.CreateLogger("Azurite"), cancellationToken);
        var blobs = new BlobServiceClient(Storage);
        if (Options is { Example: true, Demo: null })
            await ExampleSettings.PutAsync(blobs, cancellationToken);
        var clock = Options.Clock is { } setting ? SharedClock.Start(setting) : null;
        if (clock is not null)
            _started.Push(new Owned(clock));
        Clock = clock?.Clock;
        Mail = await StartMailAsync(Clock, cancellationToken);

        Host = await LocalFunctionHost.StartAsync(
            new LocalHostOptions
            {
                AppFolder = Options.AppFolder,
                Address = Options.Address,
                EnvironmentName = "Development",
                Settings = Settings(clock),
                StartupHooks = clock is null
                    ? Options.WorkerHooks
                    : [typeof(LocalPipeline).Assembly.Location, .. Options.WorkerHooks],
                Time = Clock ?? TimeProvider.System,
                Endpoints = app =>
                {
                    new LocalPages(blobs).Map(app, Mail?.Address);
                    new LocalSite(blobs).Map(app);
                },
                Logging = Options.Logging ?? (Options.Demo is null ? LocalLog.Configure : LocalLog.ConfigureQuiet),
            },
            cancellationToken
        );
        _started.Push(Host);
    }

    private async Task<string> StartStorageAsync(ILogger logger, CancellationToken cancellationToken)
    {
        if (await LocalStorage.StartAsync(Options, logger, cancellationToken) is not { } azurite)
            return Options.Storage;
        _started.Push(azurite);
        return azurite.ConnectionString;
    }

    private async Task<EmulatedSendGrid?> StartMailAsync(MovableClock? clock, CancellationToken cancellationToken)
    {
        // The demo sends no real mail, regardless of the settings.
        if (Options is { HasProvider: true, Demo: null })
            return null;
        var webhook = new Uri(Options.Address, "api/sendgrid/events");
        var mail = await EmulatedSendGrid.StartAsync(
            new EmulatorOptions { ApiKey = ApiKey, Webhook = webhook },
            clock,
            cancellationToken
        );
        _started.Push(mail);
        return mail;
    }

    /// <summary>App settings of the worker and of the host, by their names in the environment.</summary>
    private Dictionary<string, string?> Settings(SharedClock? clock)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = Storage,
            // The local host watches the container and posts the events that Event Grid posts in Azure.
            ["AzureWebJobs.RenderArticleScan.Disabled"] = "true",
        };
        Default("SiteBaseUrl", Options.Address.AbsoluteUri);
        Default("FunctionsBaseUrl", Options.Address.AbsoluteUri);
        // The local host adds the caller's address to the request, as Azure's front end does.
        Default("TrustedProxies", "1");
        // On a laptop the worker is restarted often: a quick start is worth more than the last percents of its speed.
        Default("DOTNET_TieredPGO", "0");
        if (Mail is not null)
        {
            settings["SendGrid__ApiKey"] = ApiKey;
            settings["SendGrid__BaseUrl"] = Mail.Address.AbsoluteUri;
            settings["SendGrid__WebhookPublicKey"] = Mail.WebhookPublicKey;
        }
        if (Options.Demo is not null)
        {
            foreach (var (name, value) in LocalLog.QuietWorker)
                settings[name] = value;
        }
        if (clock is not null)
            settings[clock.Variable.Key] = clock.Variable.Value;
        foreach (var (name, value) in Options.Settings)
            settings[name] = value;
        return settings;

        void Default(string name, string value)
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
                settings[name] = value;
        }
    }

    private sealed class Owned(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
