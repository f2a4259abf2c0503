using NCrontab;

namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>An NCRONTAB expression, read in the newsletter's own zone (Azure's timer would read it in UTC).</summary>
public sealed record CronSchedule(string Expression) : Schedule
{
    private readonly CrontabSchedule _cron = CrontabSchedule.Parse(Expression, OptionsFor(Expression));

    /// <summary>Five fields, or six with seconds first. What is in them may still be wrong.</summary>
    public static bool HasFields(string expression) => FieldsOf(expression) is 5 or 6;

    /// <summary>Null if <paramref name="expression"/> is not five or six good fields.</summary>
    /// <param name="problem">
    /// What the library says about the field that is wrong; null where it says nothing that helps.
    /// </param>
    public static CronSchedule? TryCreate(string expression, out string? problem)
    {
        problem = null;
        // A step of nothing, which the parser takes for a step of one.
        if (expression.Split([' ', '\t', ',']).Any(part => part.EndsWith("/0", StringComparison.Ordinal)))
            return null;
        try
        {
            return new CronSchedule(expression);
        }
        catch (CrontabException e)
        {
            problem = e.Message;
            return null;
        }
        catch (Exception e) when (e is OverflowException or FormatException or ArgumentException)
        {
            // A number that no integer holds.
            return null;
        }
    }

    public override IEnumerable<DateTime> LocalTimes(DateTime from, DateTime until)
        // Both ends are exclusive in NCrontab, and it knows whole seconds only.
        =>
        _cron.GetNextOccurrences(from.AddTicks(-1), until).Where(local => local >= from);

    private static CrontabSchedule.ParseOptions OptionsFor(string expression) =>
        new() { IncludingSeconds = FieldsOf(expression) == 6 };

    private static int FieldsOf(string expression) =>
        expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
