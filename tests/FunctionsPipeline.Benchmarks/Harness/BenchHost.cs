using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.Running;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>The built app in the official worker, under a local host in this process.</summary>
public static class BenchHost
{
    /// <summary>An idle queue is otherwise polled every 30 s, and a benchmark would measure its own luck.</summary>
    private static readonly KeyValuePair<string, string?> QuickPolling = new(
        "AzureFunctionsJobHost__extensions__queues__maxPollingInterval",
        "00:00:00.2"
    );

    /// <param name="storage">Connection string.</param>
    /// <param name="mail">The emulator's address.</param>
    /// <param name="clock">Null: the machine's.</param>
    /// <param name="app">Folder of the app; null: ours, as built.</param>
    /// <param name="settings">Further app settings.</param>
    /// <param name="hooks">Further startup hooks of the worker.</param>
    /// <param name="logging">Null: no log.</param>
    public static Task<LocalPipeline> StartAsync(
        string storage,
        Uri mail,
        ClockSetting? clock = null,
        string? app = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        IReadOnlyList<string>? hooks = null,
        Action<ILoggingBuilder>? logging = null,
        CancellationToken cancellationToken = default
    ) =>
        LocalPipeline.StartAsync(
            new LocalOptions
            {
                Address = new Uri($"http://127.0.0.1:{FreePort.Find()}/"),
                AppFolder = app ?? AppFolder.Find(),
                Storage = storage,
                HasProvider = true,
                Example = false,
                Clock = clock,
                WorkerHooks = hooks ?? [],
                Settings = Settings(mail, settings ?? new Dictionary<string, string?>()),
                Logging = logging ?? (log => log.SetMinimumLevel(LogLevel.None)),
            },
            cancellationToken
        );

    private static Dictionary<string, string?> Settings(Uri mail, IReadOnlyDictionary<string, string?> further)
    {
        var settings = new Dictionary<string, string?>
        {
            ["SendGrid__ApiKey"] = BenchServices.ApiKey,
            ["SendGrid__BaseUrl"] = mail.AbsoluteUri,
            ["LocalHost__BlobWatchInterval"] = "00:00:00.2",
            // As in Azure.
            ["DOTNET_TieredPGO"] = "1",
            ["Logging__LogLevel__Default"] = nameof(LogLevel.Warning),
            [QuickPolling.Key] = QuickPolling.Value,
        };
        foreach (var (name, value) in further)
            settings[name] = value;
        return settings;
    }
}
