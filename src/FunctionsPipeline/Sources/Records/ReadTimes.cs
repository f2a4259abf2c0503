using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Sources.Records;

/// <summary>When a source is read next.</summary>
internal static class ReadTimes
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How long a source fails before staff are told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>As the settings say; later where the server says that its answer stays fresh for longer, at most a day.</summary>
    public static DateTimeOffset AfterSuccess(SourceSettings source, TimeSpan? maxAge, DateTimeOffset now) =>
        now + Min(maxAge > source.Every ? maxAge.Value : source.Every, Longest);

    /// <summary>
    /// Twice as long after each failure, up to a day, and not before the server wants it. One read comes when the source has
    /// failed for a day, so that staff hear of it then.
    /// </summary>
    /// <param name="failures">In a row, this one included.</param>
    public static DateTimeOffset AfterFailure(
        SourceSettings source,
        int failures,
        DateTimeOffset failingSince,
        TimeSpan? retryAfter,
        DateTimeOffset now
    )
    {
        var next = now + Min(source.Every * Math.Pow(2, Math.Clamp(failures - 1, 0, 10)), Longest);
        var told = failingSince + Patience;
        if (now < told && told < next)
            next = told;
        var asked = now + Min(retryAfter ?? TimeSpan.Zero, Longest);
        return asked > next ? asked : next;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
