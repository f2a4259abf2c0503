using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Subscribers.Evidence;

/// <summary>
/// Evidence as blobs: <c>evidence/&lt;subscriber&gt;/&lt;time&gt;-&lt;change&gt;.json</c>, each written once. What can
/// happen only once, but may be tried by several callers at the same moment, has a name without the time (<see
/// cref="OnceId"/>), so that all of them write the same blob.
/// </summary>
public sealed class EvidenceStore(IBlobStore blobs)
{
    private const string OncePrefix = "once-";

    /// <summary>The id of an event that happens once for this key.</summary>
    public static string OnceId(string what, string key) => $"{OncePrefix}{what}-{key}";

    /// <summary>Stores an event. Storing the same one again changes nothing.</summary>
    public Task AddAsync(EvidenceEvent happened, CancellationToken cancellationToken) =>
        blobs.WriteJsonAsync(
            PathOf(happened),
            happened,
            SubscriberJson.Conventional.EvidenceEvent,
            WriteCondition.IfAbsent,
            cancellationToken
        );

    /// <summary>Everything that is known of one subscriber, oldest first.</summary>
    public async IAsyncEnumerable<EvidenceEvent> OfAsync(
        SubscriberId subscriber,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var (_, happened) in await ReadAsync(subscriber, cancellationToken))
            yield return happened;
    }

    /// <summary>Takes personal data out of everything that is kept of one subscriber. Safe to repeat.</summary>
    public async Task StripAsync(SubscriberId subscriber, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (
            var (path, happened) in (await ReadAsync(subscriber, cancellationToken)).Where(e =>
                e.Event.Stripped is null
            )
        )
            await blobs.WriteJsonAsync(
                path,
                happened.Strip(at),
                SubscriberJson.Conventional.EvidenceEvent,
                WriteCondition.Always,
                cancellationToken
            );
    }

    /// <summary>Deletes one event: only for one that belongs to a record that never came to be.</summary>
    public Task RemoveAsync(EvidenceEvent happened, CancellationToken cancellationToken) =>
        blobs.DeleteAsync(PathOf(happened), ifMatch: null, cancellationToken);

    /// <summary>Deletes all of one subscriber: only for a person who never confirmed anything.</summary>
    public async Task RemoveAllAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, FolderOf(subscriber), cancellationToken))
            names.Add(entry.Name);
        foreach (var name in names)
            await blobs.DeleteAsync(new BlobPath(Containers.Subscribers, name), ifMatch: null, cancellationToken);
    }

    internal static string FolderOf(SubscriberId subscriber) => $"evidence/{subscriber}/";

    /// <returns>Oldest first: not every name begins with the time.</returns>
    private async Task<IReadOnlyList<(BlobPath Path, EvidenceEvent Event)>> ReadAsync(
        SubscriberId subscriber,
        CancellationToken cancellationToken
    )
    {
        var all = new List<(BlobPath Path, EvidenceEvent Event)>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, FolderOf(subscriber), cancellationToken))
        {
            var path = new BlobPath(Containers.Subscribers, entry.Name);
            if (
                await blobs.ReadJsonAsync(path, SubscriberJson.Conventional.EvidenceEvent, cancellationToken) is
                { } stored
            )
                all.Add((path, stored.Value));
        }
        return [.. all.OrderBy(e => e.Event.At)];
    }

    private static BlobPath PathOf(EvidenceEvent e) =>
        new(Containers.Subscribers, $"evidence/{e.Subscriber}/{NameOf(e)}.json");

    private static string NameOf(EvidenceEvent e) =>
        e.Id.StartsWith(OncePrefix, StringComparison.Ordinal)
            ? e.Id
            : $"{e.At.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}-{e.Id}";
}
