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
        var routes = texts.Sources.SelectMany(source => Route().Matches(source.Value)).Select(match => match.Groups["route"].Value.Split("/{")[0]).ToHashSet();
        foreach (var page in new[] { "infra/README.md", "infra/STANDALONE.md", "infra/smoke.sh" })
        {
            var told = FunctionAddress().Matches(texts[page]).Select(match => match.Groups["route"].Value).Distinct();
            foreach (var route in told.Where(route => !routes.Contains(route)))
                yield return $"{page} gives the address /api/{route}, at which no function answers";
        }
    }

    /// <summary>Timers tick often enough for the alert that misses them, and as often as the cost table says.</summary>
    public static IEnumerable<string> Schedules(RepositoryTexts texts)
    {
        foreach (var (function, schedule) in TriggerText.Timers(texts))
        {
            var expected = function switch
            {
                "TickNewsletters" => TriggerText.EachMinute,
                "Housekeeping" => TriggerText.EachFiveMinutes,
                "KeepSubscribers" => TriggerText.Nightly,
                "RemindImports" => TriggerText.Hourly,
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
        var cors = BicepText.Properties(new BicepText(texts["infra/modules/app.bicep"]).Resource("app"), "cors: {");
        if (cors.GetValueOrDefault("allowedOrigins") != "[siteBaseUrl]")
            yield return $"CORS allows {cors.GetValueOrDefault("allowedOrigins")}, not just the site ([siteBaseUrl])";
        if (cors.GetValueOrDefault("supportCredentials") != "false")
            yield return "CORS lets browsers send credentials";
    }

    public static IEnumerable<string> HostJson(RepositoryTexts texts)
    {
        using var host = JsonDocument.Parse(texts["host.json"]);
        var extensions = host.RootElement.GetProperty("extensions");
        var queues = extensions.GetProperty("queues");
        var prefix = extensions.GetProperty("http").GetProperty("routePrefix").GetString();
        if (new BicepText(texts["infra/modules/frontdoor.bicep"]).Match(@"resource appRoute.*?patternsToMatch: \['([^']*)'\]") != $"/{prefix}/*")
            yield return $"Front Door does not send /{prefix}/* (host.json, routePrefix) to the functions";
        if (queues.GetProperty("messageEncoding").GetString() != "base64")
            yield return "host.json expects queue messages in another encoding than the adapter writes (base64)";
        var insights = host.RootElement.GetProperty("logging").GetProperty("applicationInsights");
        if (insights.GetProperty("enableDependencyTracking").GetBoolean())
            yield return "host.json lets the host record its calls to the worker, whose addresses hold tokens and keys";
        if (insights.GetProperty("httpAutoCollectionOptions").GetProperty("enableHttpTriggerExtendedInfoCollection").GetBoolean())
            yield return "host.json lets the host record requests by their addresses, which hold tokens";
        var polls = TimeSpan.FromMinutes(1) / TimeSpan.Parse(queues.GetProperty("maxPollingInterval").GetString()!, null);
        if (polls != CostModel.PollsPerMinute)
            yield return $"host.json polls empty queues {polls} times a minute, the cost table says {CostModel.PollsPerMinute}";
        var explained = texts["infra/README.md"];
        foreach (var key in Leaves(host.RootElement, "").Where(key => !explained.Contains($"`{key}`", StringComparison.Ordinal)))
            yield return $"host.json: {key} has no reason in infra/README.md";
    }

    private static IEnumerable<string> Leaves(JsonElement element, string path)
        => element.ValueKind != JsonValueKind.Object
            ? [path]
            : element.EnumerateObject().SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));

    [GeneratedRegex(@"Route = ""(?<route>[^""]+)""")]
    private static partial Regex Route();

    [GeneratedRegex(@"/api/(?<route>[a-z][a-z/-]*[a-z])")]
    private static partial Regex FunctionAddress();
}
