using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>
/// Withholds an issue from readers who want fewer: a reader who chose daily, weekly or monthly gets the first issue of
/// each day, week or month, counted by the newsletter's clock, and no other. Nothing is kept of a person: the choice is
/// in their record, and which issue was the first is in the newsletter's progress.
/// </summary>
internal sealed class FrequencyLimit(ISendingReader sending)
{
    /// <summary>Choices that are not served by every issue.</summary>
    public static IReadOnlyList<Frequency> Capped { get; } = [Frequency.Daily, Frequency.Weekly, Frequency.Monthly];

    /// <param name="due">When the issue goes.</param>
    /// <param name="zone">In which days begin.</param>
    public async Task<IReadOnlyList<Frequency>> WithheldAsync(
        NewsletterProgress progress,
        DateTimeOffset due,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var withheld = new List<Frequency>();
        foreach (var choice in Capped)
        {
            if (
                progress.Served.TryGetValue(choice, out var id)
                && await sending.FindAsync(id, cancellationToken) is { } earlier
                && WentOut(earlier)
                && PeriodOf(choice, earlier.Due, zone) == PeriodOf(choice, due, zone)
            )
                withheld.Add(choice);
        }
        return withheld;
    }

    /// <summary>The newest issues that served each choice, once this one is planned.</summary>
    public static IReadOnlyDictionary<Frequency, IssueId> After(NewsletterProgress progress, IssueRecord planned)
    {
        var served = progress.Served.ToDictionary();
        foreach (var choice in Capped.Where(c => planned.Audience.Withheld?.Contains(c) != true))
            served[choice] = planned.Id;
        return served;
    }

    /// <summary>
    /// False if it was stopped while nothing of it was handed over yet: then the next one takes its place.
    /// </summary>
    private static bool WentOut(IssueRecord issue) => issue.Stop is not { } stop || stop.At >= issue.Times.StageFrom;

    /// <summary>The day on which the period of an instant began.</summary>
    private static DateOnly PeriodOf(Frequency choice, DateTimeOffset at, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return choice switch
        {
            Frequency.Monthly => new DateOnly(day.Year, day.Month, 1),
            Frequency.Weekly => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => day,
        };
    }
}
