using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Benchmarks.Growth;

/// <summary>
/// What growth costs, far beyond this machine: the costs of one of each are measured in memory and multiplied
/// (<see cref="GrowthModel"/>). Storage and the mail provider are assumed to answer as the cost table says.
/// </summary>
internal sealed class ScaleBenchmark : IBenchmark
{
    /// <summary>In the line of JSON: <see cref="UnitCosts"/>, of which the model is made again for the charts.</summary>
    public const string UnitCostsFigure = "unit_costs";

    public string Name => "scale";

    public string Usage => "what 10 million subscribers and 100,000 articles cost, and what breaks first";

    public IReadOnlyList<Aim> Aims => [new("subscribers_10000000_worst_limit_on_40", 1)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var costs = await new UnitMeasurements(arguments.Quick).RunAsync(cancellationToken);
        var model = new GrowthModel(costs);
        await log.WriteLineAsync(GrowthTables.Markdown(model));
        var figures = new JsonObject();
        foreach (var size in GrowthTables.Lists)
            Add(figures, size, model.People(size, 1), model.People(size, GrowthModel.ManyInstances));
        foreach (var size in GrowthTables.Sites)
            Add(figures, size, model.Articles(size, 1), model.Articles(size, GrowthModel.ManyInstances));
        figures[UnitCostsFigure] = JsonSerializer.SerializeToNode(costs);
        return figures;
    }

    private static void Add(JsonObject figures, long size, PeopleGrowth one, PeopleGrowth many)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"subscribers_{size}_");
        figures[name + "list_bytes"] = Math.Round(one.ListBytes);
        figures[name + "click_bytes"] = Math.Round(one.ShardBytes);
        figures[name + "issue_operations"] = Math.Round(one.IssueOperations);
        figures[name + "planning_seconds"] = Math.Round(one.Planning.TotalSeconds, 1);
        figures[name + "staging_seconds"] = Math.Round(one.Staging.TotalSeconds, 1);
        figures[name + "staging_on_40_seconds"] = Math.Round(many.Staging.TotalSeconds, 1);
        figures[name + "usd_per_month"] = Math.Round(one.UsdPerMonth);
        figures[name + "worst_limit"] = Math.Round(one.Limits.Max(l => l.Share), 3);
        figures[name + "worst_limit_on_40"] = Math.Round(many.Limits.Max(l => l.Share), 3);
    }

    private static void Add(JsonObject figures, long size, ArticleGrowth one, ArticleGrowth many)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"articles_{size}_");
        figures[name + "article_operations"] = Math.Round(one.ArticleOperations, 1);
        figures[name + "written_bytes"] = Math.Round(one.RebuildBytes);
        figures[name + "site_bytes"] = Math.Round(one.SiteBytes);
        figures[name + "archive_seconds"] = Math.Round(one.Archive.TotalSeconds);
        figures[name + "archive_on_40_seconds"] = Math.Round(many.Archive.TotalSeconds);
        figures[name + "search_bytes"] = Math.Round(one.SearchBytes);
    }
}
