using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>
/// All settings of the host, read and checked once. Defaults are the real host's; what only this host has is below
/// <c>Standalone</c>. The README lists them.
/// </summary>
internal sealed record HostSettings
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public required string HostId { get; init; }
    public required bool IsDevelopment { get; init; }
    public required TimeSpan? FunctionTimeout { get; init; }
    public required QueueSettings Queues { get; init; }
    public required BlobSettings Blobs { get; init; }
    public required string RoutePrefix { get; init; }
    public required long RequestBodyLimitBytes { get; init; }
    public required TimeSpan LockDuration { get; init; }
    public required TimeSpan DrainTimeout { get; init; }
    public required IReadOnlyList<IPNetwork> TrustedProxies { get; init; }

    public static HostSettings Read(IConfiguration settings, IHostEnvironment environment, Problems problems)
    {
        var cores = Environment.ProcessorCount;
        var host = HostJson.Section;
        var invisibility = problems.Duration(
            settings, "Standalone:MessageInvisibility", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));
        var batchSize = problems.Int(settings, $"{host}:extensions:queues:batchSize", 16, 1, 32);
        return new HostSettings
        {
            HostId = ReadHostId(settings, environment, problems),
            IsDevelopment = environment.IsDevelopment(),
            FunctionTimeout = settings[$"{host}:functionTimeout"] == "-1" ? null
                : problems.Duration(settings, $"{host}:functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1), 10 * Day),
            Queues = new QueueSettings(
                batchSize,
                problems.Int(settings, $"{host}:extensions:queues:newBatchThreshold", batchSize / 2 * cores, 0, 10_000),
                problems.Int(settings, $"{host}:extensions:queues:maxDequeueCount", 5, 1, 1000),
                problems.Duration(settings, $"{host}:extensions:queues:visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, 7 * Day),
                problems.Duration(
                    settings, $"{host}:extensions:queues:maxPollingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100), Day),
                ReadEncoding(settings, $"{host}:extensions:queues:messageEncoding", problems),
                invisibility),
            Blobs = new BlobSettings(
                problems.Int(settings, $"{host}:extensions:blobs:maxDegreeOfParallelism", 8 * cores, 1, 1000),
                problems.Int(settings, $"{host}:extensions:blobs:poisonBlobThreshold", 5, 1, 1000),
                settings["Standalone:BlobScanInterval"] is null ? null : problems.Duration(
                    settings, "Standalone:BlobScanInterval", TimeSpan.Zero, TimeSpan.FromMilliseconds(50), Day),
                problems.Duration(settings, "Standalone:BlobCheckAfter", TimeSpan.FromSeconds(10), TimeSpan.Zero, Day),
                invisibility),
            RoutePrefix = (settings[$"{host}:extensions:http:routePrefix"] ?? "api").Trim('/'),
            RequestBodyLimitBytes = problems.Int(settings, "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", 104_857_600, 0, int.MaxValue),
            LockDuration = problems.Duration(
                settings, "Standalone:LockDuration", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)),
            DrainTimeout = problems.Duration(settings, "Standalone:DrainTimeout", TimeSpan.FromSeconds(25), TimeSpan.Zero, Day),
            TrustedProxies = ReadProxies(settings, problems),
        };
    }

    // It is part of blob and queue names.
    private static string ReadHostId(IConfiguration settings, IHostEnvironment environment, Problems problems)
    {
        var stated = settings["AzureFunctionsWebHost:hostid"];
        if (stated is null)
        {
            var name = string.Concat(environment.ApplicationName.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
            while (name.Contains("--", StringComparison.Ordinal))
                name = name.Replace("--", "-", StringComparison.Ordinal);
            name = name.Trim('-');
            // Cut names must not make two apps one: the cut-off end stays as a hash.
            return name.Length <= 32 ? name
                : name[..23].TrimEnd('-') + "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        }

        if (stated.Length is 0 or > 32 || stated.StartsWith('-') || stated.EndsWith('-') || stated.Contains("--", StringComparison.Ordinal)
            || !stated.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            problems.Add($"Setting 'AzureFunctionsWebHost:hostid' must be 1 to 32 lower-case letters, digits and single hyphens; it is '{stated}'.");
        return stated;
    }

    private static bool ReadEncoding(IConfiguration settings, string key, Problems problems)
    {
        switch (settings[key]?.ToUpperInvariant())
        {
            case null or "" or "BASE64":
                return true;
            case "NONE":
                return false;
            default:
                problems.Add($"Setting '{key}' must be 'base64' or 'none'; it is '{settings[key]}'.");
                return true;
        }
    }

    private static List<IPNetwork> ReadProxies(IConfiguration settings, Problems problems)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in (settings["Standalone:TrustedProxies"] ?? "").Split(
            [',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                problems.Add($"Setting 'Standalone:TrustedProxies' must list addresses or networks such as 10.0.0.0/8; '{text}' is neither.");
        }

        return networks;
    }
}

/// <param name="VisibilityTimeout">How long a failed message waits before its next try.</param>
/// <param name="Invisibility">How long a received message is ours; renewed at half of it.</param>
internal sealed record QueueSettings(
    int BatchSize, int NewBatchThreshold, int MaxDequeueCount, TimeSpan VisibilityTimeout, TimeSpan MaxPollingInterval, bool Base64, TimeSpan Invisibility);

/// <param name="ScanInterval">Null: 2 s on the development account, else 10 s.</param>
/// <param name="CheckAfter">A blob that a listing showed longer ago than this is looked up again before its function runs.</param>
internal sealed record BlobSettings(
    int MaxDegreeOfParallelism, int PoisonBlobThreshold, TimeSpan? ScanInterval, TimeSpan CheckAfter, TimeSpan Invisibility);
