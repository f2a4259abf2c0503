using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Cli.Cost;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>
/// What <c>infra/</c>, <c>host.json</c>, the workflows and the code must agree on. Each check returns one sentence per
/// disagreement. <see cref="PlantedMismatchTests"/> shows that each notices.
/// </summary>
internal static partial class InfraConsistency
{
    public static IReadOnlyList<string> All(RepositoryTexts texts) =>
    [
        .. ContainersAndQueues(texts),
        .. AgesOut(texts),
        .. SettingsAreSet(texts),
        .. SettingsAreListed(texts),
        .. Roles(texts),
        .. FunctionNames(texts),
        .. Routes(texts),
        .. Schedules(texts),
        .. Cors(texts),
        .. HostJson(texts),
        .. Alerts(texts),
        .. Account(texts),
        .. Workflows(texts),
    ];

    public static IEnumerable<string> ContainersAndQueues(RepositoryTexts texts)
    {
        var storage = new BicepText(texts["infra/modules/storage.bicep"]);
        // $web comes with the static website.
        foreach (var difference in Differ("container", storage.Strings("containers"), Containers.All.Except([Containers.Web])))
            yield return difference;
        if (storage.Match(@"staticWebsite: \{\s*enabled: (\w+)") != "true")
            yield return $"container {Containers.Web}: the static website, which creates it, is not enabled";
        foreach (var difference in Differ("queue", storage.Strings("queues"), Queues.All))
            yield return difference;
        if (storage.Match(@"var poisonQueues = map\(queues, queue => '\$\{queue\}([^']*)'\)") != Queues.PoisonSuffix)
            yield return $"poison queues do not end in {Queues.PoisonSuffix}";
        var eventGrid = new BicepText(texts["infra/eventgrid.bicep"]);
        if (eventGrid.Match("var container = '([^']*)'") != Containers.Articles)
            yield return $"eventgrid.bicep does not watch the container {Containers.Articles}";
        if (!eventGrid.Contains("subjectBeginsWith: '/blobServices/default/containers/${container}/'"))
            yield return "eventgrid.bicep does not filter by container";
    }

    public static IEnumerable<string> AgesOut(RepositoryTexts texts)
    {
        var set = new BicepText(texts["infra/modules/storage.bicep"]).Objects("agingOut")
            .Select(rule => $"{rule["prefix"].Trim('\'')} after {rule["days"]} days");
        return Differ("aging rule", set, AgingOut.All.Select(rule => $"{rule.Container}/{rule.Prefix} after {rule.Days} days"));
    }

    /// <summary>What the Bicep sets is what <see cref="AppSettings"/> lists, and secrets come from the vault.</summary>
    public static IEnumerable<string> SettingsAreSet(RepositoryTexts texts)
    {
        var app = new BicepText(texts["infra/modules/app.bicep"]);
        var set = BicepText.Properties(app.Resource("settings"), "properties: {");
        var target = app.Match(@"target => '(Targets__\$\{target\}[^']*)'")?.Replace("${target}", "<name>", StringComparison.Ordinal);
        foreach (var name in set.Keys.Where(name => AppSettings.All.All(setting => setting.Name != name)))
            yield return $"setting {name} is set, but AppSettings does not list it: who reads it?";
        if (target is not null && AppSettings.All.All(setting => setting.Name != target))
            yield return $"setting {target} is set, but AppSettings does not list it: who reads it?";
        foreach (var setting in AppSettings.All)
        {
            var isSet = set.TryGetValue(setting.Name, out var value) || setting.Name == target;
            if (setting.Need == SettingNeed.Required && !isSet)
                yield return $"setting {setting.Name} is required, but infra does not set it";
            if (setting.Need == SettingNeed.Optional && !isSet)
                yield return $"setting {setting.Name} is optional, but infra has no way to set it";
            if (setting.Need == SettingNeed.Elsewhere && isSet)
                yield return $"setting {setting.Name} is not for Azure, but infra sets it";
            if (value is null)
                continue;
            var reference = $"'@Microsoft.KeyVault(SecretUri=${{vaultUri}}secrets/{setting.SecretName})'";
            if (setting.IsSecret != (value == reference))
                yield return setting.IsSecret ? $"setting {setting.Name} is a secret, but does not come from the vault as {setting.SecretName}" : $"setting {setting.Name} is no secret, but comes from the vault";
        }
    }

    /// <summary>What the code reads is listed, and what is listed for the app is read.</summary>
    public static IEnumerable<string> SettingsAreListed(RepositoryTexts texts)
    {
        var reads = ConfigurationReads.In(texts).ToList();
        foreach (var read in reads)
        {
            if (!AppSettings.All.Any(setting => read.Reads(setting)))
                yield return $"{read.File} reads the setting {read.Key}, which AppSettings does not list";
        }

        foreach (var setting in AppSettings.All.Where(setting => setting.Reader == SettingReader.App))
        {
            if (!reads.Any(read => read.Reads(setting)))
                yield return $"setting {setting.Name} is listed, but nothing in src reads it";
        }
    }

    /// <summary>The app holds the roles that its calls need and no other; staff hold two.</summary>
    public static IEnumerable<string> Roles(RepositoryTexts texts)
    {
        var access = new BicepText(texts["infra/modules/access.bicep"]);
        var assigned = access.ResourcesOf("Microsoft.Authorization/roleAssignments").Select(name => RoleAssignment.Read(access.Resource(name))).ToList();
        foreach (var difference in Differ("role of the app", assigned.Where(role => role.To == "appPrincipalId").Select(role => role.ToString()), RoleAssignment.NeededBy(texts)))
            yield return difference;
        string[] staff =
        [
            $"storageBlobDataContributor on account::blobs::{Containers.Articles}", $"storageBlobDataReader on account::blobs::{Containers.Reports}",
        ];
        foreach (var difference in Differ("role of staff", assigned.Where(role => role.To == "staffGroupId").Select(role => role.ToString()), staff))
            yield return difference;
        foreach (var role in assigned.Where(role => role.To == "appPrincipalId" && role.PrincipalType != "'ServicePrincipal'"))
            yield return $"role of the app {role} lacks principalType 'ServicePrincipal'";
        foreach (var container in new[] { Containers.Articles, Containers.Reports })
        {
            if (access.Match($@"resource {container} 'containers' existing = \{{\s*name: '([^']*)'") != container)
                yield return $"the name {container} in access.bicep stands for another container";
        }

        if (!access.Contains($"containers:name] StringNotEquals \\'{Containers.Articles}\\''"))
            yield return $"the app's role does not protect the container {Containers.Articles}";
        foreach (var client in RoleAssignment.UnknownClients(texts))
            yield return client;
    }

    public static IEnumerable<string> FunctionNames(RepositoryTexts texts)
    {
        var functions = TriggerText.Functions(texts).ToHashSet();
        var named = new[] { new BicepText(texts["infra/eventgrid.bicep"]).Match("var functionName = '([^']*)'") ?? "(none)" }
            .Concat(AppSettings.All.Select(setting => DisabledFunction().Match(setting.Name)).Where(match => match.Success).Select(match => match.Groups[1].Value));
        foreach (var name in named.Distinct().Where(name => !functions.Contains(name)))
            yield return $"function {name} is named by infra or AppSettings, but does not exist";
    }

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

    /// <summary>Every event that an alert waits for is documented; every documented one is written by the code.</summary>
    public static IEnumerable<string> Alerts(RepositoryTexts texts)
    {
        var documented = EventRow().Matches(texts["infra/README.md"]).Select(match => match.Groups["event"].Value).ToHashSet();
        var awaited = EventName().Matches(texts["infra/modules/alerts.bicep"]).Select(match => match.Groups[1].Value).Distinct();
        foreach (var name in awaited.Where(name => !documented.Contains(name)))
            yield return $"alerts wait for {name}, which infra/README.md does not list among what the app emits";
        var emitted = Found(EmittedLine());
        foreach (var name in documented.Where(name => !emitted.Contains(name)))
            yield return $"infra/README.md says that the app emits {name}, but no log message begins with it";
        foreach (var name in emitted.Where(name => !documented.Contains(name)))
            yield return $"the app emits {name}, which infra/README.md does not list";
        foreach (var name in documented.Except(Found(EmittedCount())))
            yield return $"infra/README.md says that the app counts {name}, but no counter has that name";

        HashSet<string> Found(Regex pattern)
            => [.. texts.Sources.SelectMany(source => pattern.Matches(source.Value)).Select(match => match.Groups["event"].Value)];
    }

    /// <summary>The account's promises: no keys, nothing public but the site, an end to what is kept.</summary>
    public static IEnumerable<string> Account(RepositoryTexts texts)
    {
        var storage = new BicepText(texts["infra/modules/storage.bicep"]);
        string[] lines =
        [
            "allowSharedKeyAccess: false", "allowBlobPublicAccess: false", "supportsHttpsTrafficOnly: true", "isVersioningEnabled: false",
            "publicAccess: 'None'", "days: retentionDays",
        ];
        foreach (var line in lines.Where(line => !storage.Contains(line)))
            yield return $"storage.bicep no longer says {line}";
        foreach (var line in new[] { "enableRbacAuthorization: true", "enablePurgeProtection: true" }
            .Where(line => !texts["infra/modules/vault.bicep"].Contains(line, StringComparison.Ordinal)))
            yield return $"vault.bicep no longer says {line}";
    }

    public static IEnumerable<string> Workflows(RepositoryTexts texts)
    {
        foreach (var (file, text) in texts.Workflows)
        {
            if (text.Contains("secrets.", StringComparison.Ordinal))
                yield return $"{file} uses a stored secret";
            foreach (Match container in ContainerOption().Matches(text))
            {
                if (!Containers.All.Contains(container.Groups[1].Value))
                    yield return $"{file} names the container {container.Groups[1].Value}, which does not exist";
            }
        }
    }

    private static IEnumerable<string> Differ(string what, IEnumerable<string> infra, IEnumerable<string> code)
    {
        var (there, here) = (infra.ToList(), code.ToList());
        return here.Except(there).Select(name => $"{what} {name}: the code needs it, infra lacks it")
            .Concat(there.Except(here).Select(name => $"{what} {name}: infra has it, the code does not need it"));
    }

    private static IEnumerable<string> Leaves(JsonElement element, string path)
        => element.ValueKind != JsonValueKind.Object
            ? [path]
            : element.EnumerateObject().SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));

    [GeneratedRegex(@"Route = ""(?<route>[^""]+)""")]
    private static partial Regex Route();

    [GeneratedRegex(@"/api/(?<route>[a-z][a-z/-]*[a-z])")]
    private static partial Regex FunctionAddress();

    [GeneratedRegex(@"^AzureWebJobs\.(\w+)\.Disabled$")]
    private static partial Regex DisabledFunction();

    [GeneratedRegex(@"^\| `(?<event>fp\.[a-z_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"startswith ""(fp\.[a-z_.]+)""")]
    private static partial Regex EventName();

    [GeneratedRegex(@"LoggerMessage\([^)]*""(?<event>fp\.[a-z_]+(?:\.[a-z_]+)*)[ "":,]")]
    private static partial Regex EmittedLine();

    [GeneratedRegex(@"CreateCounter<\w+>\(\s*""(?<event>fp\.[a-z_]+(?:\.[a-z_]+)*)""")]
    private static partial Regex EmittedCount();

    [GeneratedRegex(@"--(?:container-name|destination|source) '?([$a-z-]+)'?(?=\s)")]
    private static partial Regex ContainerOption();
}
