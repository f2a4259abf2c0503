using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Cli.Cost;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <content>How the host runs the functions, and who reaches them.</content>
internal static partial class InfraConsistency
{
    /// <summary>Addresses of functions that the pages and scripts give to people and to SendGrid answer.</summary>
    public static IEnumerable<string> Routes(RepositoryTexts texts)
    {
        var routes = DeclaredFunction.In(texts).Select(function => function.Route?.Split("/{")[0]).ToHashSet();
        string[] pages =
        [
            "infra/README.md",
            "infra/container/README.md",
            "infra/container/compose.yaml",
            "infra/smoke.sh",
        ];
        foreach (var page in pages)
        {
            var told = FunctionAddress().Matches(texts[page]).Select(match => match.Groups["route"].Value).Distinct();
            foreach (var route in told.Where(route => !routes.Contains(route)))
                yield return $"{page} gives the address /api/{route}, at which no function answers";
        }
    }

    /// <summary>Timers tick often enough for the alert that misses them, and as often as the cost table says.</summary>
    public static IEnumerable<string> Schedules(RepositoryTexts texts)
    {
        foreach (
            var (function, schedule, _) in DeclaredFunction.In(texts).Where(function => function.Schedule is not null)
        )
        {
            var expected = function switch
            {
                "TickNewsletters" => DeclaredFunction.EachMinute,
                "Housekeeping" => DeclaredFunction.EachFiveMinutes,
                "KeepSubscribers" => DeclaredFunction.HourlyForDailyWork,
                "RemindImports" => DeclaredFunction.Hourly,
                _ => null,
            };
            if (expected is null)
                yield return $"timer {function} is not in the cost table: add it to CostModel and here";
            else if (schedule != expected)
                yield return $"timer {function} runs at '{schedule}', but the cost table and the no-tick alert count on '{expected}'";
        }
    }

    public static IEnumerable<string> Cors(RepositoryTexts texts)
    {
        var site = texts.Main.Settings[AppSettings.SiteBaseUrl];
        var origins = texts.Main.Value("Microsoft.Web/sites", "siteConfig.cors.allowedOrigins")?.ToString();
        if (origins != $"[\"{site}\"]")
            yield return $"CORS allows {origins}, not just the site ({site})";
        if (texts.Main.Value("Microsoft.Web/sites", "siteConfig.cors.supportCredentials")?.ToString() != "False")
            yield return "CORS lets browsers send credentials";
    }

    public static IEnumerable<string> HostJson(RepositoryTexts texts)
    {
        using var host = JsonDocument.Parse(texts["host.json"]);
        var extensions = host.RootElement.GetProperty("extensions");
        var queues = extensions.GetProperty("queues");
        var prefix = extensions.GetProperty("http").GetProperty("routePrefix").GetString();
        var route = texts.Main.Value("Microsoft.Cdn/profiles/afdEndpoints/routes", "patternsToMatch", "functions");
        if (route?.ToString() != $"[\"/{prefix}/*\"]")
            yield return $"Front Door does not send /{prefix}/* (host.json, routePrefix) to the functions";
        if (queues.GetProperty("messageEncoding").GetString() != "base64")
            yield return "host.json expects queue messages in another encoding than the adapter writes (base64)";
        var insights = host.RootElement.GetProperty("logging").GetProperty("applicationInsights");
        if (insights.GetProperty("enableDependencyTracking").GetBoolean())
            yield return "host.json lets the host record its calls to the worker, whose addresses hold tokens and keys";
        if (
            insights
                .GetProperty("httpAutoCollectionOptions")
                .GetProperty("enableHttpTriggerExtendedInfoCollection")
                .GetBoolean()
        )
            yield return "host.json lets the host record requests by their addresses, which hold tokens";
        foreach (var category in LoggedCategories)
        {
            if (Level(host.RootElement, category) is not ("Information" or "Debug" or "Trace"))
                yield return $"host.json hides {category}: its level is above Information";
        }

        var polls =
            TimeSpan.FromMinutes(1) / TimeSpan.Parse(queues.GetProperty("maxPollingInterval").GetString()!, null);
        if (polls != CostModel.PollsPerMinute)
            yield return $"host.json polls empty queues {polls} times a minute, the cost table says {CostModel.PollsPerMinute}";
        var explained = texts["infra/README.md"];
        foreach (
            var key in Leaves(host.RootElement, "")
                .Where(key => !explained.Contains($"`{key}`", StringComparison.Ordinal))
        )
            yield return $"host.json: {key} has no reason in infra/README.md";
    }

    /// <summary>
    /// What must reach the log at Information: why the app could not start, and the lines that the alerts count, which the
    /// host passes on under the function's name.
    /// </summary>
    private static readonly string[] LoggedCategories = ["Host.Function.Console", "Function.TickNewsletters.User"];

    /// <summary>The level of the longest category that is a prefix, as the host's logging chooses.</summary>
    private static string? Level(JsonElement host, string category) =>
        host.GetProperty("logging")
            .GetProperty("logLevel")
            .EnumerateObject()
            .Where(level =>
                level.NameEquals("default") || $"{category}.".StartsWith(level.Name + ".", StringComparison.Ordinal)
            )
            .OrderByDescending(level => level.NameEquals("default") ? 0 : level.Name.Length)
            .Select(level => level.Value.GetString())
            .FirstOrDefault();

    private static IEnumerable<string> Leaves(JsonElement element, string path) =>
        element.ValueKind != JsonValueKind.Object
            ? [path]
            : element
                .EnumerateObject()
                .SelectMany(property =>
                    Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")
                );

    [GeneratedRegex(@"/api/(?<route>[a-z][a-z/-]*[a-z])")]
    private static partial Regex FunctionAddress();
}
