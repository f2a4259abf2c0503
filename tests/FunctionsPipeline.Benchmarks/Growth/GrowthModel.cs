using FunctionsPipeline.Cli.Cost;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Benchmarks.Growth;

/// <summary>
/// What a size costs: <see cref="UnitCosts"/> times how often. Waiting is divided among the calls that are made at a time, the
/// processor's time among instances of one core; the longer of both counts.
/// </summary>
internal sealed class GrowthModel(UnitCosts costs)
{
    /// <summary>What a busy app is given: <c>maximumInstanceCount</c> of the smallest Flex Consumption plan.</summary>
    public const int ManyInstances = 40;

    /// <summary><c>extensions.queues.batchSize</c> of host.json: posts of the webhook that one instance folds at a time.</summary>
    public const int PostsAtATime = 16;

    /// <summary><c>extensions.blobs.maxDegreeOfParallelism</c> of host.json.</summary>
    public const int ArticlesAtATime = 8;

    /// <summary>Shards that an enumeration reads at a time.</summary>
    private const int ReadsAtATime = 4;

    /// <summary><c>functionTimeout</c> of host.json.</summary>
    public static readonly TimeSpan FunctionTimeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Azure's default target for one storage account: 20,000 requests a second
    /// (learn.microsoft.com/azure/storage/common/scalability-targets-standard-account).
    /// </summary>
    private const double AccountRequestsPerSecond = 20_000;

    /// <summary>
    /// Azure's target for one queue: 2,000 messages a second
    /// (learn.microsoft.com/azure/storage/queues/scalability-targets).
    /// </summary>
    private const double QueueMessagesPerSecond = 2_000;

    /// <summary>What a reader on a telephone waits for without leaving: our own measure.</summary>
    private const double MostSearchBytes = 5_000_000;

    /// <summary>Events come in the hour after an issue went out.</summary>
    private static readonly TimeSpan EventsWithin = TimeSpan.FromHours(1);

    private static readonly SendingOptions Sending = new();

    public PeopleGrowth People(long subscribers, int instances)
    {
        var usage = new Usage(subscribers);
        var requests = Math.Ceiling((decimal)subscribers / Sending.RequestSize);
        var bundles = Math.Ceiling(requests / Sending.BundleSize);
        decimal leaves = CostModel.ShardsFor(subscribers * costs.BytesPerRecord);
        var planning = Longer(
            UnitCosts.StorageCall * ((double)(leaves + costs.Operations.Issue.Writes + bundles) / ReadsAtATime),
            costs.CpuPerCandidate * subscribers
        );
        var calls = Calls(costs.Operations.Request);
        var staging = Longer(
            TimeSpan.FromSeconds((double)costs.Operations.Request.Seconds)
                * Math.Ceiling((double)bundles / RequestStager.AtATime / instances),
            costs.CpuPerRequest * Math.Ceiling((double)requests / instances)
        );
        var posts = subscribers * usage.EventsPerMessage / usage.EventsPerPost;
        var operations =
            Calls(costs.Operations.Issue)
            + Math.Max(0, leaves - ShardStore.Count)
            + (requests * calls)
            + (posts * Calls(costs.Operations.EventPost));
        // The mail provider is its first line.
        var bill = new CostModel(usage, costs.Operations, Prices.Assumed).Lines();
        var atOnce = (double)(requests * calls) / Math.Max(1, staging.TotalSeconds);
        return new PeopleGrowth(
            subscribers,
            instances,
            leaves,
            subscribers * costs.BytesPerRecord,
            subscribers * costs.BytesPerRecord / leaves,
            subscribers * costs.BytesPerRecipient,
            operations,
            planning,
            staging,
            bill.Sum(line => line.Usd),
            bill.Skip(1).Sum(line => line.Usd),
            [
                new("planning within a function's time limit", planning.TotalSeconds, FunctionTimeout.TotalSeconds),
                new(
                    "handing over between 30 and 16 minutes before",
                    staging.TotalSeconds,
                    (SendTimes.StageLead - SendTimes.ClaimLead).TotalSeconds
                ),
                new("the storage account's requests a second", atOnce, AccountRequestsPerSecond),
                new(
                    "the events queue's messages a second",
                    (double)posts / EventsWithin.TotalSeconds,
                    QueueMessagesPerSecond
                ),
                new(
                    "folding events as fast as they come",
                    (double)(posts * costs.Operations.EventPost.Seconds / PostsAtATime / instances),
                    EventsWithin.TotalSeconds
                ),
            ]
        );
    }

    public ArticleGrowth Articles(long articles, int instances)
    {
        var archive = Longer(
            UnitCosts.StorageCall * ((double)(articles * costs.Render) / ArticlesAtATime / instances),
            costs.CpuPerArticle * ((double)articles / instances)
        );
        var written = costs.RebuildBytes + (articles * costs.RebuildBytesPerArticle);
        // A browser that searches loads the index of the whole site.
        var search = articles * costs.SearchBytesPerArticle;
        return new ArticleGrowth(
            articles,
            instances,
            costs.Render + costs.RebuildOperations,
            written,
            articles * costs.SiteBytesPerArticle,
            archive,
            search,
            [
                new("the search index that a browser loads", (double)search, MostSearchBytes),
                new(
                    "one rebuild within a function's time limit",
                    (double)costs.RebuildOperations * UnitCosts.StorageCall.TotalSeconds,
                    FunctionTimeout.TotalSeconds
                ),
            ]
        );
    }

    private static decimal Calls(StepOperations step) => step.Reads + step.Writes + step.Lists + step.QueueCalls;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <summary>A list of some size, and one issue to all of it.</summary>
/// <param name="Shards">Blobs that hold everyone.</param>
/// <param name="ListBytes">The records.</param>
/// <param name="ShardBytes">What one click rewrites.</param>
/// <param name="IssueBytes">What the issue keeps.</param>
/// <param name="IssueOperations">Storage and queue calls of the issue, its events in it.</param>
/// <param name="Planning">On one instance, however many there are.</param>
/// <param name="UsdPerMonth">Four issues a month, the mail provider in it.</param>
/// <param name="AzureUsdPerMonth">Without the mail provider.</param>
internal sealed record PeopleGrowth(
    long Subscribers,
    int Instances,
    decimal Shards,
    decimal ListBytes,
    decimal ShardBytes,
    decimal IssueBytes,
    decimal IssueOperations,
    TimeSpan Planning,
    TimeSpan Staging,
    decimal UsdPerMonth,
    decimal AzureUsdPerMonth,
    IReadOnlyList<Limit> Limits
);

/// <summary>A site of some size, and one more article on it.</summary>
/// <param name="ArticleOperations">Of one more article, the rebuild in it.</param>
/// <param name="RebuildBytes">What one more article writes to lists, feeds and search.</param>
/// <param name="SiteBytes">Everything public.</param>
/// <param name="Archive">All of them dropped at once, until the last page is there.</param>
internal sealed record ArticleGrowth(
    long Articles,
    int Instances,
    decimal ArticleOperations,
    decimal RebuildBytes,
    decimal SiteBytes,
    TimeSpan Archive,
    decimal SearchBytes,
    IReadOnlyList<Limit> Limits
);
