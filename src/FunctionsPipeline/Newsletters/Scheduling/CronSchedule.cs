using NCrontab;

namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>An NCRONTAB expression, read in the newsletter's own zone (Azure's timer would read it in UTC).</summary>
public sealed record CronSchedule(string Expression) : Schedule
{
    private readonly CrontabSchedule _cron = CrontabSchedule.Parse(Expression, OptionsFor(Expression));

    /// <summary>Null if <paramref name="expression"/> is not five or six good fields.</summary>
    public static CronSchedule? TryCreate(string expression)
    {
        // A step of nothing, which the parser takes for a step of one.
        if (expression.Split([' ', '\t', ',']).Any(part => part.EndsWith("/0", StringComparison.Ordinal)))
            return null;
        try
        {
            return CrontabSchedule.TryParse(expression, OptionsFor(expression)) is null ? null : new CronSchedule(expression);
        }
        catch (Exception e) when (e is OverflowException or FormatException or ArgumentException)
        {
            // The parser throws in spite of its name for numbers that no integer holds.
            return null;
        }
    }

    public override IEnumerable<DateTime> LocalTimes(DateTime from, DateTime until)
        // Both ends are exclusive in NCrontab, and it knows whole seconds only.
        => _cron.GetNextOccurrences(from.AddTicks(-1), until).Where(local => local >= from);

    private static CrontabSchedule.ParseOptions OptionsFor(string expression) => new()
    {
        IncludingSeconds = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == 6,
    };
}
