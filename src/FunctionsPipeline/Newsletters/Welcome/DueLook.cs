using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>
/// That a person's series is to be looked at: an empty blob whose name begins with the time, so that a listing names the
/// earliest first and what is not due yet costs nothing.
/// </summary>
/// <param name="At">A whole minute.</param>
/// <param name="What">
/// <see cref="Arrival"/>, or the key of the step that was to come when the look was put down: for counting, not for deciding.
/// </param>
internal readonly record struct DueLook(DateTimeOffset At, string Newsletter, SubscriberId Id, string What)
{
    public const string Folder = "welcome/due/";

    /// <summary>A confirmation that may have begun a series.</summary>
    public const string Arrival = "new";

    private const string TimeFormat = "yyyy-MM-dd'T'HHmm'/'";

    public bool IsArrival => What == Arrival;

    public BlobPath Path =>
        new(
            Containers.State,
            string.Create(CultureInfo.InvariantCulture, $"{FolderOf(At)}{Newsletter}.{Id.Value}.{What}")
        );

    /// <summary>The folder of a minute.</summary>
    public static string FolderOf(DateTimeOffset at) =>
        Folder + at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The minute that a name in the folder begins with; false for a name that is not ours.</summary>
    public static bool TryReadTime(string name, out DateTimeOffset at)
    {
        at = default;
        var slash = name.IndexOf('/', Math.Min(name.Length, Folder.Length));
        return slash > 0
            && DateTimeOffset.TryParseExact(
                name.AsSpan(Folder.Length, slash + 1 - Folder.Length),
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out at
            );
    }

    public static bool TryParse(string name, [NotNullWhen(true)] out DueLook? look)
    {
        look = null;
        if (!TryReadTime(name, out var at))
            return false;
        var parts = name[(name.LastIndexOf('/') + 1)..].Split('.');
        if (parts.Length != 3 || parts[0].Length == 0 || !SubscriberId.TryParse(parts[1], out var id))
            return false;
        look = new DueLook(at, parts[0], id, parts[2]);
        return true;
    }

    /// <summary>The minute that a moment is in.</summary>
    public static DateTimeOffset MinuteOf(DateTimeOffset at) =>
        new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>The first whole minute that is not before a moment.</summary>
    public static DateTimeOffset MinuteAfter(DateTimeOffset at) =>
        MinuteOf(at) is var minute && minute == at ? minute : minute.AddMinutes(1);
}
