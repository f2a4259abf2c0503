using System.Globalization;

namespace FunctionsPipeline.Benchmarks.Growth;

/// <summary>The growth of a list and of a site, as Markdown.</summary>
internal static class GrowthTables
{
    /// <summary>Subscribers.</summary>
    public static readonly IReadOnlyList<long> Lists = [10_000, 1_000_000, 10_000_000];

    /// <summary>Articles.</summary>
    public static readonly IReadOnlyList<long> Sites = [1_000, 10_000, 100_000];

    public static string Markdown(GrowthModel model) => $"{People(model)}\n{Articles(model)}";

    private static string People(GrowthModel model)
    {
        var rows = new List<string>
        {
            "| subscribers | shards | list | rewritten by a click | an issue: kept | operations | planned in | handed over by one instance | by 40 | a month | nearest limit of one instance | of 40 |",
            "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---|",
        };
        foreach (var size in Lists)
        {
            var (one, many) = (model.People(size, 1), model.People(size, GrowthModel.ManyInstances));
            rows.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {size:N0} | {one.Shards:N0} | {Bytes(one.ListBytes)} | {Bytes(one.ShardBytes)} | {Bytes(one.IssueBytes)} | {one.IssueOperations:N0} | {Time(one.Planning)} | {Time(one.Staging)} | {Time(many.Staging)} | ${one.UsdPerMonth:N0} | {Nearest(one.Limits)} | {Nearest(many.Limits)} |"
                )
            );
        }
        return string.Join('\n', rows) + "\n";
    }

    private static string Articles(GrowthModel model)
    {
        var rows = new List<string>
        {
            "| articles | one more: operations | written | site | all at once, one instance | 40 | nearest limit |",
            "|---:|---:|---:|---:|---:|---:|---|",
        };
        foreach (var size in Sites)
        {
            var (one, many) = (model.Articles(size, 1), model.Articles(size, GrowthModel.ManyInstances));
            rows.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {size:N0} | {one.ArticleOperations:N0} | {Bytes(one.RebuildBytes)} | {Bytes(one.SiteBytes)} | {Time(one.Archive)} | {Time(many.Archive)} | {Nearest(one.Limits)} |"
                )
            );
        }
        return string.Join('\n', rows) + "\n";
    }

    /// <summary>The limit that is nearest, and how much of it is used; above 100 % it breaks.</summary>
    private static string Nearest(IReadOnlyList<Limit> limits)
    {
        var first = limits.MaxBy(l => l.Share)!;
        return string.Create(CultureInfo.InvariantCulture, $"{first.Name}: {first.Share * 100:0.#} % of it");
    }

    private static string Bytes(decimal bytes) =>
        bytes switch
        {
            >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000_000:0.#} GB"),
            >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000:0.#} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000:0.#} kB"),
        };

    private static string Time(TimeSpan time) =>
        time.TotalMinutes >= 2
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
