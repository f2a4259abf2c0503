using System.Text.RegularExpressions;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>
/// What <c>infra/</c>, <c>host.json</c>, the workflows and the code must agree on. Each check returns one sentence per
/// disagreement. <see cref="PlantedMismatchTests"/> shows that each notices.
/// </summary>
internal static partial class InfraConsistency
{
    /// <summary>By the words under which <c>infra/CHECKS.md</c> tries them.</summary>
    public static IReadOnlyDictionary<string, Func<RepositoryTexts, IEnumerable<string>>> Checks { get; } =
        new Dictionary<string, Func<RepositoryTexts, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            ["containers and queues"] = ContainersAndQueues,
            ["Event Grid"] = EventGrid,
            ["aging"] = AgesOut,
            ["the account"] = Account,
            ["settings that are set"] = SettingsAreSet,
            ["settings that are read"] = SettingsAreListed,
            ["roles"] = Roles,
            ["function names"] = FunctionNames,
            ["addresses"] = Routes,
            ["schedules"] = Schedules,
            ["CORS"] = Cors,
            ["host.json"] = HostJson,
            ["events"] = Alerts,
            ["workflows"] = Workflows,
        };

    public static IReadOnlyList<string> All(RepositoryTexts texts) =>
        [.. Checks.Values.SelectMany(check => check(texts))];

    /// <summary>Every event that an alert waits for is documented; every documented one is written by the code.</summary>
    public static IEnumerable<string> Alerts(RepositoryTexts texts)
    {
        var documented = EventRow()
            .Matches(texts["infra/README.md"])
            .Select(match => match.Groups["event"].Value)
            .ToHashSet();
        var awaited = texts
            .Main.All("Microsoft.Insights/scheduledQueryRules")
            .Select(rule =>
                rule.GetProperty("properties")
                    .GetProperty("criteria")
                    .GetProperty("allOf")[0]
                    .GetProperty("query")
                    .GetString()!
            )
            .SelectMany(query => EventName().Matches(query))
            .Select(match => match.Groups[1].Value)
            .Distinct();
        foreach (var name in awaited.Where(name => !documented.Contains(name)))
            yield return $"alerts wait for {name}, which infra/README.md does not list among what the app emits";
        var emitted = Found(EmittedLine());
        foreach (var name in documented.Where(name => !emitted.Contains(name)))
            yield return $"infra/README.md says that the app emits {name}, but no log message begins with it";
        foreach (var name in emitted.Where(name => !documented.Contains(name)))
            yield return $"the app emits {name}, which infra/README.md does not list";
        foreach (var name in documented.Except(Found(EmittedCount())))
            yield return $"infra/README.md says that the app counts {name}, but no counter has that name";

        HashSet<string> Found(Regex pattern) =>
            [
                .. texts
                    .Sources.SelectMany(source => pattern.Matches(source.Value))
                    .Select(match => match.Groups["event"].Value),
            ];
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
        return here.Except(there)
            .Select(name => $"{what} {name}: the code needs it, infra lacks it")
            .Concat(there.Except(here).Select(name => $"{what} {name}: infra has it, the code does not need it"));
    }

    [GeneratedRegex(@"^\| `(?<event>fp\.[a-z_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"startswith ""(fp\.[a-z_.]+)")]
    private static partial Regex EventName();

    [GeneratedRegex(@"LoggerMessage\([^)]*""(?<event>fp\.[a-z_]+(?:\.[a-z_]+)*)[ "":,]")]
    private static partial Regex EmittedLine();

    [GeneratedRegex(@"CreateCounter<\w+>\(\s*""(?<event>fp\.[a-z_]+(?:\.[a-z_]+)*)""")]
    private static partial Regex EmittedCount();

    [GeneratedRegex(@"--(?:container-name|destination|source) '?([$a-z-]+)'?(?=\s)")]
    private static partial Regex ContainerOption();
}
