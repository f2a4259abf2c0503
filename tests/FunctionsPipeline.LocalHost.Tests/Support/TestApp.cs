using System.Reflection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Tests.Support;

/// <summary>The app under test: where it is, what it has, and settings that make its host quick.</summary>
internal static class TestApp
{
    private static readonly string[] Functions =
    [
        "OnBlob",
        "OnDrop",
        "OnText",
        "OnEvent",
        "OnMessage",
        "OnNumber",
        "OnDetails",
        "OnYear",
        "OnStartup",
        "OnSecond",
        "OnSetting",
        "Ping",
        "Keyed",
        "ForAdmins",
        "Echo",
        "Caller",
        "Throws",
        "Half",
        "Waits",
    ];

    public static string Folder { get; } =
        typeof(TestApp)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(each => each.Key == "TestAppFolder")
            .Value!;

    /// <param name="functions">Those that run; the others are disabled.</param>
    public static Dictionary<string, string?> Settings(TestAccount account, Probe probe, params string[] functions)
    {
        Assert.All(functions, function => Assert.Contains(function, Functions));
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = account.ConnectionString,
            ["AzureFunctionsWebHost__hostid"] = account.HostId,
            ["Probe"] = probe.Address,
            ["Container"] = account.ContainerName,
            ["EventContainer"] = account.ContainerName + "-events",
            ["Queue"] = account.QueueName,
            ["Schedule"] = "0 0 0 1 1 *",
            ["LocalHost__BlobWatchInterval"] = "00:00:00.2",
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2",
        };
        foreach (var disabled in Functions.Except(functions))
            settings[$"AzureWebJobs.{disabled}.Disabled"] = "true";
        return settings;
    }

    public static LocalHostOptions Options(TestAccount account, Probe probe, params string[] functions) =>
        new()
        {
            AppFolder = Folder,
            Address = new Uri("http://127.0.0.1:0"),
            Settings = Settings(account, probe, functions),
            Logging = logging => logging.AddProvider(new ProbeLogs(probe)),
        };

    public static LocalHostOptions With(this LocalHostOptions options, params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(options.Settings, StringComparer.Ordinal);
        foreach (var (name, value) in settings)
            all[name] = value;
        return options with { Settings = all };
    }
}
