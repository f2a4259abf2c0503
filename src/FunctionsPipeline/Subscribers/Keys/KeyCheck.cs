using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Keys;

/// <summary>Check values of the keys that a storage account was begun with: <c>subscribers/keys.json</c>.</summary>
public sealed record KeyCheck
{
    public required string Shard { get; init; }

    /// <summary>By key id.</summary>
    public required IReadOnlyDictionary<string, string> Suppression { get; init; }

    private static BlobPath Path => new(Containers.Subscribers, "keys.json");

    /// <summary>Compares the settings with what is stored, and changes nothing.</summary>
    /// <returns>False if nothing is stored yet.</returns>
    /// <exception cref="KeyMismatchException">They do not belong together.</exception>
    public static async Task<bool> LookAsync(IBlobStore blobs, SubscriberKeys keys, CancellationToken cancellationToken)
    {
        if (await DocumentOf(blobs).ReadAsync(cancellationToken) is not { Value: var stored })
            return false;
        KeyMismatchException.Check(keys, stored.Shard, stored.Suppression, "The storage account");
        return true;
    }

    /// <summary>Compares the settings with what is stored; stores them the first time and when a key is new.</summary>
    /// <exception cref="KeyMismatchException">They do not belong together.</exception>
    public static async Task EnsureAsync(IBlobStore blobs, SubscriberKeys keys, CancellationToken cancellationToken)
    {
        var now = new KeyCheck
        {
            Shard = keys.ShardCheck,
            Suppression = keys.Suppression.ToDictionary(
                k => k.Id,
                k => SubscriberKeys.Check(k.Key),
                StringComparer.Ordinal
            ),
        };
        await DocumentOf(blobs)
            .UpdateAsync(
                stored =>
                {
                    if (stored is null)
                        return now;
                    KeyMismatchException.Check(keys, stored.Shard, stored.Suppression, "The storage account");
                    return now.Suppression.Keys.All(stored.Suppression.ContainsKey) ? null : now;
                },
                cancellationToken
            );
    }

    private static JsonDocument<KeyCheck> DocumentOf(IBlobStore blobs) =>
        new(blobs, Path, SubscriberJson.Conventional.KeyCheck);
}
