using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>
/// Where an import lives: <c>imports/&lt;id&gt;/</c>. The file itself, and what was noted of its addresses, goes when
/// the import is done, the rest after a month.
/// </summary>
internal static class ImportBlobs
{
    public const string Folder = "imports/";

    public static BlobPath Source(string id) => Of(id, "source.csv");

    /// <summary>Hashes of addresses that any row says are gone; absent if there are none.</summary>
    public static BlobPath Gone(string id) => Of(id, "gone");

    public static BlobPath Order(string id) => Of(id, "order.json");

    public static BlobPath Progress(string id) => Of(id, "progress.json");

    public static BlobPath Lock(string id) => Of(id, "lock");

    public static string Results(string id) => $"{Folder}{id}/result/";

    public static BlobPath Result(string id, int batch) => Of(id, $"result/{batch:d5}.csv");

    /// <summary>True for a text that is shaped like an import's id.</summary>
    public static bool IsId(string? text) =>
        text is { Length: 23 }
        && text.StartsWith(Store.Subscription.ImportPrefix, StringComparison.Ordinal)
        && text.AsSpan(7).IndexOfAnyExceptInRange('0', 'f') < 0
        && text.AsSpan(7).IndexOfAnyInRange(':', '`') < 0;

    private static BlobPath Of(string id, string name) => new(Containers.Subscribers, $"{Folder}{id}/{name}");
}

/// <summary>The stored documents of an import.</summary>
internal readonly record struct ImportDocuments(IBlobStore Store)
{
    public JsonDocument<ImportOrder> Order(string id) =>
        new(Store, ImportBlobs.Order(id), SubscriberJson.Conventional.ImportOrder);

    public JsonDocument<ImportProgress> Progress(string id) =>
        new(Store, ImportBlobs.Progress(id), SubscriberJson.Conventional.ImportProgress);
}
