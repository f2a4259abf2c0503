using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.Settings;

/// <summary>
/// The settings that this host itself reads, checked once. The WebJobs SDK reads <c>extensions.queues</c> and
/// <c>extensions.blobs</c> of host.json. The README lists all of them.
/// </summary>
internal sealed record HostSettings
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public required string AppFolder { get; init; }
    public required string HostId { get; init; }
    public required string EnvironmentName { get; init; }
    public required TimeSpan WorkerStartTimeout { get; init; }

    /// <summary>Null: none.</summary>
    public required TimeSpan? FunctionTimeout { get; init; }

    /// <summary>How long a function may go on after its token was cancelled, before its process is killed.</summary>
    public required TimeSpan TimeoutGrace { get; init; }

    public required string RoutePrefix { get; init; }
    public required long RequestBodyLimitBytes { get; init; }
    public required TimeSpan LockDuration { get; init; }
    public required TimeSpan DrainTimeout { get; init; }

    /// <summary>Null: by the kind of account.</summary>
    public required TimeSpan? BlobWatchInterval { get; init; }

    /// <summary>Null: what the WebJobs SDK takes, ten minutes.</summary>
    public required TimeSpan? MessageInvisibility { get; init; }

    public bool IsDevelopment => EnvironmentName.Equals("Development", StringComparison.OrdinalIgnoreCase);

    public static HostSettings Read(AppSettings app, LocalHostOptions options, Problems problems)
    {
        var settings = app.Configuration;
        return new HostSettings
        {
            AppFolder = options.AppFolder,
            HostId = Settings.HostId.Read(settings, options.AppFolder, problems),
            EnvironmentName = app.EnvironmentName,
            WorkerStartTimeout = options.WorkerStartTimeout,
            FunctionTimeout = settings[$"{HostJson.Section}:functionTimeout"] is "-1" or "-1.00:00:00"
                ? null
                : problems.Duration(
                    settings,
                    $"{HostJson.Section}:functionTimeout",
                    TimeSpan.FromMinutes(30),
                    Second,
                    10 * Day
                ),
            TimeoutGrace = problems.Duration(settings, "LocalHost:TimeoutGrace", 5 * Second, TimeSpan.Zero, Day),
            RoutePrefix = (settings[$"{HostJson.Section}:extensions:http:routePrefix"] ?? "api").Trim('/'),
            RequestBodyLimitBytes = problems.Number(
                settings,
                "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
                104_857_600,
                0,
                int.MaxValue
            ),
            LockDuration = problems.Duration(settings, "LocalHost:LockDuration", 15 * Second, 15 * Second, 60 * Second),
            DrainTimeout = problems.Duration(settings, "LocalHost:DrainTimeout", 10 * Second, TimeSpan.Zero, Day),
            BlobWatchInterval = Optional(
                settings,
                "LocalHost:BlobWatchInterval",
                TimeSpan.FromMilliseconds(50),
                Day,
                problems
            ),
            MessageInvisibility = Optional(settings, "LocalHost:MessageInvisibility", Second, 7 * Day, problems),
        };
    }

    private static TimeSpan? Optional(
        IConfiguration settings,
        string key,
        TimeSpan least,
        TimeSpan most,
        Problems problems
    ) => settings[key] is not { Length: > 0 } ? null : problems.Duration(settings, key, TimeSpan.Zero, least, most);
}
