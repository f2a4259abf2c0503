using System.Text.Json.Serialization;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>
/// How far a newsletter has come: which slot was decided last, which articles it has carried, what is being planned now.
/// One JSON blob per newsletter, <c>state/progress/&lt;id&gt;.json</c>, changed by compare-and-swap only.
/// </summary>
public sealed record NewsletterProgress
{
    public required string Newsletter { get; init; }

    /// <summary>When this newsletter was first seen in the settings: earlier slots are none of its business.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Articles that went live up to here are decided for good, whether they were carried or not.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The newest slot that was decided: planned, or let pass for want of articles.</summary>
    public DateTimeOffset? LastSlot { get; init; }

    /// <summary>Slots that a person lets pass; those that are over are left out at the next change.</summary>
    public IReadOnlyList<DateTimeOffset> Skipped { get; init; } = [];

    public IssueId? LastIssue { get; init; }

    /// <summary>What is being planned now; null if nothing is. At most one at a time.</summary>
    public Reservation? Reserved { get; init; }

    /// <summary>The articles carried, by slug. Kept for <see cref="CoveredFor"/>.</summary>
    public IReadOnlyDictionary<string, Coverage> Covered { get; init; } =
        new Dictionary<string, Coverage>(StringComparer.Ordinal);

    /// <summary>The editor's note used last was dropped at this time; older ones are spent.</summary>
    public DateTimeOffset? NotesSpentUntil { get; init; }

    /// <summary>
    /// Articles from an archive that went live up to here were counted in an issue's preview; null for none so far.
    /// </summary>
    public DateTimeOffset? LeftOutUntil { get; init; }

    /// <summary>What staff want of the next issue of the schedule.</summary>
    public IssueWishes Wishes { get; init; } = IssueWishes.None;

    /// <summary>
    /// Articles, by slug, that were new when an issue was planned and did not go with it, because a person left them out or
    /// because they were off the site at that moment. They go with a later one, also after <see cref="Since"/> has passed
    /// them. The longest known first; at most <see cref="IssueWishes.MostArticles"/>.
    /// </summary>
    public IReadOnlyList<string> Postponed { get; init; } = [];

    /// <summary>Issues to be listed on the site once they have gone.</summary>
    public IReadOnlyList<IssueToList> ToList { get; init; } = [];

    /// <summary>The newest issue that served each choice of <see cref="FrequencyLimit.Capped"/>.</summary>
    public IReadOnlyDictionary<Frequency, IssueId> Served { get; init; } = new Dictionary<Frequency, IssueId>();

    /// <summary>
    /// How long a slug stays in <see cref="Covered"/>. An article that comes back under its name or an alias after a delete
    /// is no new article in that time.
    /// </summary>
    public static readonly TimeSpan CoveredFor = TimeSpan.FromDays(400);

    /// <summary>
    /// How far <see cref="Since"/> stays behind: an article's catalog entry may be written long after the moment that
    /// it gives as its first, when publishing died half-way.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromDays(14);

    /// <summary>
    /// Tells what a person saw of the next issue from what is there now: the wishes, and the issue planned last.
    /// </summary>
    [JsonIgnore]
    public string Version => $"{Wishes.Version}/{LastIssue?.Value}";

    /// <summary>
    /// Why the issue that was shown as the next one is no longer that: it is planned, or is being planned. Null if it is.
    /// </summary>
    /// <param name="shown">A <see cref="Version"/>.</param>
    public Refusal? WhyPlanned(string shown) =>
        Reserved is { } begun ? new Refusal($"Issue {begun.Issue} is being planned; look again when it is.")
        : LastIssue is { } last && shown.Split('/')[^1] != last.Value
            ? new Refusal($"Issue {last} was planned meanwhile. Look at it before you plan or change another one.")
        : null;

    /// <summary>The wishes, for a newsletter that has times of its own; others have no next issue to wish for.</summary>
    public IssueWishes WishesOf(NewsletterSettings newsletter) =>
        Schedule.Of(newsletter) is { IsInstant: false } ? Wishes : IssueWishes.None;

    /// <summary>
    /// The same, with a slot decided for which no issue was planned: what waited for the issue after it has waited.
    /// </summary>
    public NewsletterProgress LetPass(DateTimeOffset slot) =>
        Decided(slot) with
        {
            Wishes = Wishes with { Postponed = [] },
        };

    /// <summary>The same, with the slot decided.</summary>
    public NewsletterProgress Decided(DateTimeOffset slot) =>
        LastSlot is { } last && last >= slot ? this : this with { LastSlot = slot };

    public static BlobPath BlobOf(string newsletter) => new(Containers.State, $"progress/{newsletter}.json");
}

/// <param name="Issue">The issue that carried it.</param>
/// <param name="At">When that was planned.</param>
public sealed record Coverage(IssueId Issue, DateTimeOffset At);

/// <summary>
/// An issue that is about to be planned, written before anything else happens. Anyone who plans it, however often, plans it
/// with these articles, and nothing else of the newsletter is planned meanwhile. So a crash at any point neither repeats
/// an article nor drops one.
/// </summary>
/// <param name="Slot">When it was due; part of its id.</param>
/// <param name="Due">When it shall go. Later than the slot when a missed slot is caught up with.</param>
/// <param name="Articles">Slugs, in order.</param>
/// <param name="Note">The editor's note's blob name; null for none.</param>
/// <param name="At">When it was reserved.</param>
/// <param name="LeftOut">What its preview says of articles from an archive; null where it says nothing of them.</param>
/// <param name="Subject">Instead of the newsletter's own; null for that one.</param>
/// <param name="Postponed">New articles, by slug, that a person left out of it.</param>
/// <param name="SpendsWishes">True for an issue that was planned as <see cref="NewsletterProgress.Wishes"/> say.</param>
public sealed record Reservation(
    IssueId Issue,
    DateTimeOffset Slot,
    DateTimeOffset Due,
    TimeSpan HoldWindow,
    IReadOnlyList<string> Articles,
    string? Note,
    DateTimeOffset? NoteDropped,
    DateTimeOffset At,
    LeftOut? LeftOut = null,
    string? Subject = null,
    IReadOnlyList<string>? Postponed = null,
    bool SpendsWishes = false
);

/// <summary>Articles from an archive that an issue does not take for new (<see cref="CatalogEntry.IsNews"/>).</summary>
/// <param name="Articles">How many that no preview has counted before.</param>
/// <param name="Until">They went live up to this moment.</param>
public sealed record LeftOut(int Articles, DateTimeOffset Until);

/// <param name="Path">From the site's root.</param>
public sealed record IssueToList(IssueId Issue, string Path, string Subject, DateTimeOffset Due);

[JsonSerializable(typeof(NewsletterProgress))]
[JsonSerializable(typeof(IssueWishes))]
internal sealed partial class PlanningJson : JsonSerializerContext
{
    public static PlanningJson Own { get; } = new(new System.Text.Json.JsonSerializerOptions(JsonBlobs.Options));
}
