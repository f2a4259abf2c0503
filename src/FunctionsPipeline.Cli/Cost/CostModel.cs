using System.Globalization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Cli.Cost;

/// <summary>One line of the bill.</summary>
/// <param name="Arithmetic">How <paramref name="Usd"/> comes about, so that a reader can check it with a calculator.</param>
public sealed record CostLine(string Item, string Arithmetic, decimal Usd);

/// <summary>
/// What a month costs: <see cref="MeasuredOperations"/> (what a step does) times <see cref="Usage"/> (how often) times
/// <see cref="Prices"/>. Executions are taken one after the other and at least a second each, as if none ever shared an
/// instance: compute is an upper bound.
/// </summary>
public sealed class CostModel(Usage usage, MeasuredOperations operations, Prices prices)
{
    private const decimal Gigabyte = 1_000_000_000m;
    private const int RecipientsPerRequest = 1_000;
    private static readonly int LargestShard = new ShardOptions().SplitAboveBytes;

    /// <summary>Queues that the host polls: ours, and its own for blobs.</summary>
    private static readonly int PolledQueues = Queues.All.Count + 1;

    /// <summary>
    /// How often it asks each when they are empty: <c>extensions.queues.maxPollingInterval</c> of host.json.
    /// </summary>
    public const int PollsPerMinute = 2;

    /// <summary>The host renews the lease that elects one instance for timers about every 15 s.</summary>
    private const int LeaseRenewalsPerMinute = 4;

    private decimal Minutes => usage.DaysPerMonth * 24m * 60m;
    private decimal HousekeepingRuns => Minutes / 5m;
    private decimal Messages => (decimal)usage.Subscribers * usage.IssuesPerMonth;
    private decimal Requests =>
        usage.IssuesPerMonth * decimal.Ceiling((decimal)usage.Subscribers / RecipientsPerRequest);
    private decimal Joined => decimal.Ceiling(usage.Subscribers * usage.Joining);
    private decimal Left => decimal.Ceiling(usage.Subscribers * usage.Leaving);
    private decimal Events => Messages * usage.EventsPerMessage;

    /// <summary>At least one post for each issue's request, then as full as they come.</summary>
    private decimal EventPosts => decimal.Max(Requests, decimal.Ceiling(Events / usage.EventsPerPost));

    private IEnumerable<(StepOperations Step, decimal Times)> Steps =>
        [
            (operations.Tick, Minutes),
            (operations.Housekeeping, HousekeepingRuns),
            (operations.Article, usage.ArticlesPerMonth),
            (operations.Issue, usage.IssuesPerMonth),
            (operations.Request, Requests),
            (operations.EventPost, EventPosts),
            (operations.Signup, Joined),
            (operations.Departure, Left),
        ];

    /// <summary>Blobs that hold a list of so many bytes, once housekeeping has split those that are too large.</summary>
    public static int ShardsFor(decimal bytes)
    {
        var shards = ShardStore.Count;
        while (bytes / shards > LargestShard)
            shards *= ShardName.Parts;
        return shards;
    }

    /// <summary>The lines in the order of the bill: mail first, because it is most of it.</summary>
    public IReadOnlyList<CostLine> Lines() =>
        [
            Mail(),
            Executions(),
            Compute(),
            BlobWrites(),
            BlobReads(),
            QueueCalls(),
            Capacity(),
            Egress(),
            Logs(),
            Alerts(),
        ];

    private CostLine Mail()
    {
        var mails = Messages + 2 * Joined;
        var count =
            $"{Number(usage.Subscribers)} x {usage.IssuesPerMonth} issues + 2 x {Number(Joined)} sign-ups = {Number(mails)} messages";
        var plan = prices.MailPlans.FirstOrDefault(plan => mails <= plan.Messages);
        return plan is not null
            ? new("SendGrid", $"{count}: {plan.Name}", plan.UsdPerMonth)
            : new(
                "SendGrid",
                $"{count}: by quotation, assumed {Price(prices.MailPer1000BeyondPlans)} per 1,000",
                mails / 1000m * prices.MailPer1000BeyondPlans
            );
    }

    private CostLine Executions()
    {
        var executions = Steps.Sum(s => s.Step.Executions * s.Times);
        var billed = decimal.Max(0, executions - prices.FreeExecutions);
        return new(
            "Function executions",
            $"({Number(executions)} - {Number(prices.FreeExecutions)} free) x {Price(prices.ExecutionsPerMillion)} per million",
            billed / 1_000_000m * prices.ExecutionsPerMillion
        );
    }

    private CostLine Compute()
    {
        var seconds = Steps.Sum(s => decimal.Max(s.Step.Executions, s.Step.Seconds * s.Step.Executions) * s.Times);
        var gbSeconds = seconds * usage.InstanceGb;
        var billed = decimal.Max(0, gbSeconds - prices.FreeGbSeconds);
        return new(
            "Function compute",
            $"({Number(seconds)} s x {Plain(usage.InstanceGb)} GB - {Number(prices.FreeGbSeconds)} GB-s free) x {Price(prices.GbSecond)}",
            billed * prices.GbSecond
        );
    }

    private CostLine BlobWrites()
    {
        var ours = Steps.Sum(s => (s.Step.Writes + s.Step.Lists) * s.Times);
        var timers = Minutes + HousekeepingRuns;
        return new(
            "Blob writes and listings",
            $"({Number(ours)} + {Number(timers)} timer statuses) x {Price(prices.BlobWritesPer10K)} per 10,000",
            (ours + timers) / 10_000m * prices.BlobWritesPer10K
        );
    }

    private CostLine BlobReads()
    {
        var ours = Steps.Sum(s => s.Step.Reads * s.Times);
        var leases = Minutes * LeaseRenewalsPerMinute;
        var pages = Messages * usage.PageViewsPerMessage;
        return new(
            "Blob reads",
            $"({Number(ours)} + {Number(leases)} lease renewals + {Number(pages)} page views x 3 blobs) x {Price(prices.BlobReadsPer10K)} per 10,000",
            (ours + leases + 3 * pages) / 10_000m * prices.BlobReadsPer10K
        );
    }

    private CostLine QueueCalls()
    {
        var ours = Steps.Sum(s => s.Step.QueueCalls * s.Times);
        var polls = PolledQueues * PollsPerMinute * Minutes;
        return new(
            "Queue calls",
            $"({Number(ours)} + {PolledQueues} queues x {Number(PollsPerMinute * Minutes)} polls) x {Price(prices.QueueCallsPer10K)} per 10,000",
            (ours + polls) / 10_000m * prices.QueueCallsPer10K
        );
    }

    private CostLine Capacity()
    {
        var people = usage.Subscribers * usage.BytesPerSubscriber / Gigabyte;
        var issues = Messages * 12m * usage.BytesPerRecipient / Gigabyte;
        var raw = Events * usage.BytesPerEvent / Gigabyte * usage.RawEventDays / usage.DaysPerMonth;
        var hot = usage.Subscribers * usage.HotBytesPerSubscriber;
        var shard = hot / ShardsFor(hot);
        // A sign-up changes its shard twice (pending, confirmed), a departure once.
        var overwritten = (Steps.Sum(s => s.Step.RewrittenBytes * s.Times) + (2 * Joined + Left) * shard) / Gigabyte;
        var kept = overwritten * usage.SoftDeleteDays / usage.DaysPerMonth;
        var total = people + issues + raw + kept + usage.SiteGb;
        return new(
            "Storage",
            $"({Gb(people)} subscribers + {Gb(issues)} a year of issues + {Gb(raw)} raw events + {Gb(usage.SiteGb)} site"
                + $" + {Gb(overwritten)} overwritten x {usage.SoftDeleteDays}/{usage.DaysPerMonth} days kept = {Gb(total)} GB) x {Price(prices.StorageGbMonth)}",
            total * prices.StorageGbMonth
        );
    }

    private CostLine Egress()
    {
        var gb = Messages * usage.PageViewsPerMessage * usage.BytesPerPageView / Gigabyte;
        return new(
            "Traffic",
            $"({Number(Messages * usage.PageViewsPerMessage)} page views x {Number(usage.BytesPerPageView / 1000m)} kB = {Gb(gb)} GB - {Number(prices.FreeEgressGb)} free) x {Price(prices.EgressGb)}",
            decimal.Max(0, gb - prices.FreeEgressGb) * prices.EgressGb
        );
    }

    private CostLine Logs()
    {
        var executions = Steps.Sum(s => s.Step.Executions * s.Times);
        var gb = executions * usage.LogLinesPerExecution * usage.BytesPerLogLine / Gigabyte;
        return new(
            "Logs",
            $"({Number(executions)} executions x {usage.LogLinesPerExecution} lines x {Number(usage.BytesPerLogLine)} B = {Gb(gb)} GB - {Number(prices.FreeLogsGb)} free) x {Price(prices.LogsGb)}",
            decimal.Max(0, gb - prices.FreeLogsGb) * prices.LogsGb
        );
    }

    private CostLine Alerts() =>
        new("Alert rules", $"{usage.AlertRules} x {Price(prices.AlertRule)}", usage.AlertRules * prices.AlertRule);

    private static string Number(decimal value) => decimal.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    private static string Gb(decimal value) => decimal.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Plain(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Price(decimal usd) => "$" + usd.ToString("0.00####", CultureInfo.InvariantCulture);
}
