using FunctionsPipeline.LocalHost.Blobs;
using FunctionsPipeline.LocalHost.Http;
using FunctionsPipeline.LocalHost.Settings;
using FunctionsPipeline.LocalHost.Storage;
using FunctionsPipeline.LocalHost.Timers;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.Functions;

/// <summary>
/// Finds what would keep functions from ever running, and says it before the start, all at once. The real host logs
/// such functions and starts without them, which is easily overlooked on a laptop.
/// </summary>
internal sealed class FunctionCheck(
    IConfiguration settings,
    HostStorage storage,
    FunctionKeys keys,
    string routePrefix,
    Problems problems
)
{
    private readonly SettingNames _names = new(settings);
    private readonly Dictionary<string, List<string>> _connections = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>The functions that are not disabled.</returns>
    public IReadOnlyList<FunctionInfo> Run(IReadOnlyList<FunctionInfo> functions)
    {
        List<FunctionInfo> enabled =
        [
            .. functions.Where(function => !DisabledFunctions.Contains(settings, function.Name)),
        ];
        foreach (var function in enabled)
            Check(function);
        foreach (var (connection, users) in _connections)
        {
            if (storage.Problem(connection) is { } problem)
                problems.Add($"{problem} It is needed by: {string.Join(", ", users)}.");
        }

        return enabled;
    }

    private void Check(FunctionInfo function)
    {
        foreach (var binding in function.Bindings)
        {
            if (!binding.IsTrigger && !binding.Is("http"))
            {
                problems.Add(
                    $"Function '{function.Name}' has the binding '{binding.Name}' of type {binding.Type}, which this host does not know. "
                        + "It knows the triggers blob, queue, timer and HTTP, and HTTP's result."
                );
            }
        }

        if (function.TriggerOrNull is not { } trigger)
        {
            problems.Add(
                $"Function '{function.Name}' has {function.Bindings.Count(binding => binding.IsTrigger)} triggers; it needs exactly one."
            );
            return;
        }

        CheckTrigger(function, trigger);
    }

    private void CheckTrigger(FunctionInfo function, Binding trigger)
    {
        switch (trigger.Type.ToUpperInvariant())
        {
            case "BLOBTRIGGER":
                Connect(function, HostStorage.HostConnection);
                Connect(function, trigger.Text("connection"));
                Parsed(function, trigger.Text("path"), "path", static path => BlobPathPattern.Parse(path));
                break;
            case "QUEUETRIGGER":
                Connect(function, HostStorage.HostConnection);
                Connect(function, trigger.Text("connection"));
                Parsed(function, trigger.Text("queueName"), "queue", QueueName.Check);
                break;
            case "TIMERTRIGGER":
                Connect(function, HostStorage.HostConnection);
                Parsed(
                    function,
                    trigger.Text("schedule"),
                    "schedule",
                    static schedule => TimerSchedule.Parse(schedule)
                );
                break;
            case "HTTPTRIGGER":
                Parsed(function, HttpRoute.Of(function, routePrefix), "route", CheckRoute);
                keys.Check(function.Name, HttpRoute.LevelOf(function), problems);
                break;
            default:
                problems.Add(
                    $"Function '{function.Name}' has the trigger '{trigger.Type}', which this host does not know. It knows blob, queue, timer and HTTP. "
                        + $"To run the app without it, set AzureWebJobs.{function.Name}.Disabled to true."
                );
                break;
        }
    }

    private void Connect(FunctionInfo function, string? connection)
    {
        var users = _connections.TryGetValue(connection ?? HostStorage.HostConnection, out var known)
            ? known
            : _connections[connection ?? HostStorage.HostConnection] = [];
        if (!users.Contains(function.Name, StringComparer.Ordinal))
            users.Add(function.Name);
    }

    private void Parsed(FunctionInfo function, string? text, string what, Action<string> parse)
    {
        var resolved = _names.Resolve(text ?? "", out var missing);
        if (missing is not null)
        {
            problems.Add(
                $"Function '{function.Name}': its {what} '{text}' names the setting {missing}, which is not set."
            );
            return;
        }

        try
        {
            parse(resolved);
        }
        catch (Exception wrong) when (wrong is FormatException or RoutePatternException)
        {
            problems.Add($"Function '{function.Name}': {wrong.Message}");
        }
    }

    private static void CheckRoute(string route)
    {
        RoutePatternFactory.Parse(route);
        var first = route.TrimStart('/').Split('/')[0];
        if (
            first.Equals("admin", StringComparison.OrdinalIgnoreCase)
            || first.Equals("runtime", StringComparison.OrdinalIgnoreCase)
        )
            throw new FormatException($"its route '{route}' begins with '{first}', which is the host's own.");
    }
}
