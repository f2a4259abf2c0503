using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// Stored data and app settings do not belong together. Continuing would look for every subscriber in the wrong place,
/// so the app stops (rule B1).
/// </summary>
public sealed class KeyMismatchException : Exception
{
    public KeyMismatchException(string message)
        : base(message) { }

    public KeyMismatchException(string message, Exception? innerException)
        : base(message, innerException) { }

    public KeyMismatchException() { }

    /// <summary>Compares the check values that were stored with the settings' keys.</summary>
    /// <param name="place">What holds them, to name in the message.</param>
    /// <exception cref="KeyMismatchException">They differ.</exception>
    internal static void Check(
        SubscriberKeys keys,
        string shardCheck,
        IReadOnlyDictionary<string, string> suppressionChecks,
        string place
    )
    {
        if (shardCheck != keys.ShardCheck)
            throw new KeyMismatchException(
                $"{place} was written with another Subscribers__ShardKey. Put the former key back: it never changes."
            );
        foreach (var (id, check) in suppressionChecks)
        {
            var key =
                keys.Suppression.FirstOrDefault(k => k.Id == id)
                ?? throw new KeyMismatchException(
                    $"{place} was written with a suppression key '{id}' that is missing from Subscribers__SuppressionKeys. Every key is kept."
                );
            if (SubscriberKeys.Check(key.Key) != check)
                throw new KeyMismatchException(
                    $"{place} was written with another key named '{id}' than the one in Subscribers__SuppressionKeys."
                );
        }
    }
}
