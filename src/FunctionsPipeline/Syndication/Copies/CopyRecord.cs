using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Syndication.Copies;

/// <summary>
/// What we know of one article at one target: <c>state/syndication/&lt;slug&gt;/&lt;target&gt;.json</c>. Written by
/// compare-and-swap before each call, with everything that a repeat of the call needs.
/// </summary>
public sealed record CopyRecord
{
    public required string Slug { get; init; }

    public required string Target { get; init; }

    /// <summary>The blob in <c>articles</c>: which article this is, regardless of its slug.</summary>
    public required string Source { get; init; }

    /// <summary>Which version of the source asked. A failure is tried again when staff save the file again.</summary>
    public required string SourceETag { get; init; }

    public required CopyRecordState State { get; init; }

    /// <summary>SHA-256 of what the copy shows, hex: of the version that is there, or on its way.</summary>
    public required string Hash { get; init; }

    /// <summary>Counts what was carried: 1 for the first copy, more for each change.</summary>
    public int Version { get; init; }

    /// <summary>The same for every attempt at one version, different for each version.</summary>
    public required string VersionKey { get; init; }

    /// <summary>The same for every attempt to make the copy: an idempotency key.</summary>
    public required string CopyKey { get; init; }

    /// <summary>When the copy was first attempted.</summary>
    public required DateTimeOffset CopyTried { get; init; }

    /// <summary>When this version was first attempted.</summary>
    public required DateTimeOffset VersionTried { get; init; }

    /// <summary>How often this version was attempted, calls that were only put off not counted.</summary>
    public int Attempts { get; init; }

    /// <summary>While <see cref="CopyRecordState.Sending"/>: until when no other worker may try.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>While <see cref="CopyRecordState.Waiting"/>.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>True: an earlier call may have made the copy.</summary>
    public bool Uncertain { get; init; }

    /// <summary>True: such a call carried another version than this one.</summary>
    public bool MixedVersions { get; init; }

    /// <summary>
    /// True: <see cref="State"/> and what goes with it are about taking the copy away, because its article went off the site.
    /// </summary>
    public bool Withdrawing { get; init; }

    /// <summary>True while <see cref="Withdrawing"/>: an earlier call may have taken it away.</summary>
    public bool MaybeGone { get; init; }

    /// <summary>When the target first had it; null while it never had, and once it was taken away.</summary>
    public DateTimeOffset? Carried { get; init; }

    public string? RemoteId { get; init; }

    public string? Link { get; init; }

    /// <summary>Of the last attempt; null if that went well.</summary>
    public Problem? Problem { get; init; }

    /// <summary>The HTTP status with it.</summary>
    public int? Status { get; init; }

    [JsonIgnore]
    public bool MayBeThere => Carried is not null || Uncertain || State == CopyRecordState.Sending;

    /// <summary>
    /// Its article is on the site again, and no call to take the copy away can have been made. What the copy shows may be
    /// out of date.
    /// </summary>
    internal CopyRecord Kept() =>
        this with
        {
            State = Carried is null ? CopyRecordState.Waiting : CopyRecordState.Carried,
            Hash = "",
            Withdrawing = false,
            NotBefore = null,
            Problem = null,
            Status = null,
        };

    internal static string FolderOf(string slug) => $"syndication/{slug}/";

    public static BlobPath BlobOf(string slug, string target) =>
        new(Containers.State, $"{FolderOf(slug)}{target}.json");

    internal static CopyRecord None { get; } =
        new()
        {
            Slug = "",
            Target = "",
            Source = "",
            SourceETag = "",
            State = CopyRecordState.Waiting,
            Hash = "",
            VersionKey = "",
            CopyKey = "",
            CopyTried = DateTimeOffset.UnixEpoch,
            VersionTried = DateTimeOffset.UnixEpoch,
        };
}

public enum CopyRecordState
{
    /// <summary>A call is under way, or died.</summary>
    Sending,

    /// <summary>To be tried again at its time.</summary>
    Waiting,

    /// <summary>The target has it.</summary>
    Carried,

    /// <summary>A person has to fix something.</summary>
    Failed,

    /// <summary>The target had it, and does not show it any more because its article went off the site.</summary>
    Withdrawn,
}
