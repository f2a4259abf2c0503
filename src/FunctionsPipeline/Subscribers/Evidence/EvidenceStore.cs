using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Subscribers.Evidence;

/// <summary>Evidence as blobs: <c>evidence/&lt;subscriber&gt;/&lt;time&gt;-&lt;change&gt;.json</c>, each written once.</summary>
public sealed class EvidenceStore(IBlobStore blobs)
{
    /// <summary>Stores an event. Storing the same one again changes nothing.</summary>
    public Task AddAsync(EvidenceEvent happened, CancellationToken cancellationToken)
        => blobs.WriteJsonAsync(
            PathOf(happened), happened, SubscriberJson.Conventional.EvidenceEvent, WriteCondition.IfAbsent, cancellationToken);

    /// <summary>Everything that is known of one subscriber, oldest first.</summary>
    public async IAsyncEnumerable<EvidenceEvent> OfAsync(
        SubscriberId subscriber, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, FolderOf(subscriber), cancellationToken))
        {
            var stored = await blobs.ReadJsonAsync(
                new BlobPath(Containers.Subscribers, entry.Name), SubscriberJson.Conventional.EvidenceEvent, cancellationToken);
            if (stored is not null)
                yield return stored.Value;
        }
    }

    /// <summary>Takes personal data out of everything that is kept of one subscriber. Safe to repeat.</summary>
    public async Task StripAsync(SubscriberId subscriber, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var events = new List<EvidenceEvent>();
        await foreach (var happened in OfAsync(subscriber, cancellationToken))
            events.Add(happened);
        foreach (var happened in events.Where(e => e.Stripped is null))
        {
            await blobs.WriteJsonAsync(
                PathOf(happened), happened.Strip(at), SubscriberJson.Conventional.EvidenceEvent, WriteCondition.Always, cancellationToken);
        }
    }

    /// <summary>Deletes one event: only for one that belongs to a record that never came to be.</summary>
    public Task RemoveAsync(EvidenceEvent happened, CancellationToken cancellationToken)
        => blobs.DeleteAsync(PathOf(happened), ifMatch: null, cancellationToken);

    /// <summary>Deletes all of one subscriber: only for somebody who never confirmed anything.</summary>
    public async Task RemoveAllAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, FolderOf(subscriber), cancellationToken))
            names.Add(entry.Name);
        foreach (var name in names)
            await blobs.DeleteAsync(new BlobPath(Containers.Subscribers, name), ifMatch: null, cancellationToken);
    }

    internal static string FolderOf(SubscriberId subscriber) => $"evidence/{subscriber}/";

    private static BlobPath PathOf(EvidenceEvent e) => new(
        Containers.Subscribers,
        $"evidence/{e.Subscriber}/{e.At.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}-{e.Id}.json");
}
