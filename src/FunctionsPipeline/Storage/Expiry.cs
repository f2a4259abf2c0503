namespace FunctionsPipeline.Storage;

/// <summary>
/// What storage itself deletes when it has not been written for a while. Everything else is deleted by the code that
/// wrote it, or never. <c>infra/</c> sets the same rules; a test compares. Where storage has no such rules (Azurite) it
/// stays.
/// </summary>
public static class Expiry
{
    /// <summary>
    /// Posts of the mail provider's webhook as they came, by day. Folded within minutes; kept so that a fold can be
    /// repeated.
    /// </summary>
    public static ExpiryRule RawEvents { get; } = new(Containers.State, "events/raw/", Days: 30);

    public static IReadOnlyList<ExpiryRule> All { get; } = [RawEvents];
}

/// <summary>Blobs of a container under a prefix are deleted this many days after they were last written.</summary>
public sealed record ExpiryRule(string Container, string Prefix, int Days);
