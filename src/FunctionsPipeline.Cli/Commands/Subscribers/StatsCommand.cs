using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Subscribers.Housekeeping;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary><c>fp subscribers stats</c>: how many there are, and what happened lately.</summary>
internal static class StatsCommand
{
    private const int Usual = 14;

    public static Command Create()
    {
        var days = new Option<int>("--days") { Description = "How many days.", DefaultValueFactory = _ => Usual };
        days.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() is < 1 or > 3_660)
                result.AddError("--days is a whole number from 1 to 3,660.");
        });
        return new Command(
            "stats",
            "Counts subscribers, and who joined and left on each day, as last night's housekeeping found them."
        )
        {
            days,
        }
            .WithExample("fp subscribers stats --days 30")
            .OnPipeline(async run =>
            {
                var counts = await run.Service<SubscriberCounts>()
                    .ReadAsync(run.Parsed.GetValue(days), run.CancellationToken);
                var document = DocumentOf(counts);
                await run.Output.JsonAsync(document, CommandJson.Readable.SubscriberCountsDocument);
                if (counts.Count == 0)
                {
                    await run.Output.SayAsync("Nothing was counted yet: housekeeping counts each night.");
                    return 0;
                }
                if (document.CountedOn is { } day)
                {
                    await run.Output.SayAsync(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"On {day:yyyy-MM-dd}: {document.Active:N0} active, {document.Pending:N0} to confirm, {document.Unsubscribed:N0} left, {document.Suppressed:N0} suppressed"
                        )
                    );
                    foreach (var (newsletter, people) in document.ByNewsletter)
                        await run.Output.SayAsync(
                            string.Create(CultureInfo.InvariantCulture, $"  {newsletter}: {people:N0}")
                        );
                }
                await run.Output.TableAsync(
                    ["day", "asked", "confirmed", "imported", "left", "bounced"],
                    document.Days.Select(d =>
                        (IReadOnlyList<string>)
                            [
                                d.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                                Number(d.Joined),
                                Number(d.Confirmed),
                                Number(d.Imported),
                                Number(d.Left),
                                Number(d.Bounced),
                            ]
                    )
                );
                return 0;
            });
    }

    private static SubscriberCountsDocument DocumentOf(IReadOnlyList<DailyCounts> counts)
    {
        var counted = counts.LastOrDefault(c => c.Totals is not null);
        return new SubscriberCountsDocument(
            counted?.Day,
            counted?.Totals?.Active ?? 0,
            counted?.Totals?.Pending ?? 0,
            counted?.Totals?.Unsubscribed ?? 0,
            counted?.Totals?.Suppressed ?? 0,
            counted?.Totals?.ByNewsletter ?? new Dictionary<string, int>(StringComparer.Ordinal),
            [
                .. counts.Select(c => new DayDocument(
                    c.Day,
                    c.Happened.Joined,
                    c.Happened.Confirmed,
                    c.Happened.Imported,
                    c.Happened.Left,
                    c.Happened.Bounced
                )),
            ]
        );
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>Subscribers in numbers.</summary>
/// <param name="CountedOn">The day (UTC) of the totals; null if nothing was counted yet.</param>
internal sealed record SubscriberCountsDocument(
    DateOnly? CountedOn,
    int Active,
    int Pending,
    int Unsubscribed,
    int Suppressed,
    IReadOnlyDictionary<string, int> ByNewsletter,
    IReadOnlyList<DayDocument> Days
);

/// <summary>What happened on one day (UTC).</summary>
internal sealed record DayDocument(DateOnly Day, int Joined, int Confirmed, int Imported, int Left, int Bounced);
