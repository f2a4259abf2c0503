using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Sources.Records;

/// <summary>What is known of one source: <c>state/feeds/&lt;id&gt;.json</c>.</summary>
internal sealed record SourceState : Revised
{
    /// <summary>A hash of the feed's address: another address is asked at once and without validators.</summary>
    public string? Address { get; init; }

    /// <summary>What the feed calls itself.</summary>
    public string? Name { get; init; }

    /// <summary>When all that the feed held at first was taken; null before that. What it held is for no newsletter.</summary>
    public DateTimeOffset? FirstRead { get; init; }

    /// <summary>The last time that the feed could be read, or was as before.</summary>
    public DateTimeOffset? LastRead { get; init; }

    /// <summary>The last time that it held a new entry.</summary>
    public DateTimeOffset? LastNew { get; init; }

    public DateTimeOffset? NextRead { get; init; }

    /// <summary>Of the last answer that was taken whole.</summary>
    public string? ETag { get; init; }

    /// <inheritdoc cref="ETag"/>
    public string? LastModified { get; init; }

    /// <summary>How often in a row it could not be read.</summary>
    public int Failures { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public SourceTrouble? Trouble { get; init; }

    /// <summary>The HTTP status of the trouble; null if it has none.</summary>
    public int? Status { get; init; }

    /// <summary>Its owner said that it is gone: it is not asked again by itself.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Every entry that was taken, by its key; the newest <see cref="MostEntries"/>, and those that the feed holds.</summary>
    public IReadOnlyDictionary<string, TakenEntry> Entries { get; init; } =
        new Dictionary<string, TakenEntry>(StringComparer.Ordinal);

    /// <summary>Half a megabyte, ten times as many as the longest feed that is read.</summary>
    internal const int MostEntries = 2_000;

    public bool IsOf(SourceSettings source) => Address == HashOf(source);

    public static string HashOf(SourceSettings source) => Sha256Hex.Of(source.Feed.AbsoluteUri, 16);

    public static JsonDocument<SourceState> DocumentOf(IBlobStore store, string id) =>
        new(store, new BlobPath(Containers.State, $"feeds/{id}.json"), SourcesJson.Own.SourceState);

    public static BlobPath LockOf(string id) => new(Containers.State, $"feeds/{id}.lock");
}

/// <summary>An entry that was taken.</summary>
/// <param name="Slug">The address that its article got; it keeps it.</param>
/// <param name="Hash">Of what was published; another one is an update.</param>
/// <param name="Date">Its own date, else when it was first seen.</param>
internal sealed record TakenEntry(string Slug, string Hash, DateTimeOffset Date)
{
    public string? Link { get; init; }

    /// <summary>The feed gave it a date.</summary>
    public bool IsDated { get; init; }

    /// <summary>The feed had it before the first read.</summary>
    public bool IsOld { get; init; }

    /// <summary>In how many reads in a row it was missing although older entries were there.</summary>
    public int Missing { get; init; }

    /// <summary>Its article was taken back.</summary>
    public bool IsGone { get; init; }

    /// <summary>The site refused it as it is.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>When each source is due: <c>state/feeds/schedule.json</c>, so that one read finds out that nothing is.</summary>
internal sealed record SourceSchedule
{
    public IReadOnlyDictionary<string, DueSource> Due { get; init; } =
        new Dictionary<string, DueSource>(StringComparer.Ordinal);

    public static JsonDocument<SourceSchedule> In(IBlobStore store) =>
        new(store, new BlobPath(Containers.State, "feeds/schedule.json"), SourcesJson.Own.SourceSchedule);

    public SourceSchedule With(SourceSettings source, DateTimeOffset at) =>
        new()
        {
            Due = new Dictionary<string, DueSource>(Due, StringComparer.Ordinal)
            {
                [source.Id] = DueSource.For(source, at),
            },
        };
}

/// <param name="Of">The settings for which the time was set: with others the source is due at once.</param>
internal sealed record DueSource(DateTimeOffset At, string Of)
{
    public static DueSource For(SourceSettings source, DateTimeOffset at) => new(at, MarkOf(source));

    public static string MarkOf(SourceSettings source) => Sha256Hex.Of($"{source.Feed.AbsoluteUri} {source.Every}", 8);
}

/// <summary>The message of the queue <c>sources</c>: look whether this source is due.</summary>
/// <param name="Now">A person asks: due or not.</param>
internal sealed record SourceRequest(string Source, bool Now = false);

[JsonSerializable(typeof(SourceState))]
[JsonSerializable(typeof(SourceSchedule))]
[JsonSerializable(typeof(SourceRequest))]
internal sealed partial class SourcesJson : JsonSerializerContext
{
    public static SourcesJson Own { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));

    public static SourcesJson Compact { get; } =
        new(new JsonSerializerOptions(JsonBlobs.Options) { WriteIndented = false });
}
