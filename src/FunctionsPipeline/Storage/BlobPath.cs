namespace FunctionsPipeline.Storage;

/// <summary>Where a blob is.</summary>
/// <param name="Container">The container's name, one of <see cref="Containers"/>.</param>
/// <param name="Name">The name inside the container; '/' separates folders. Never begins with '/'.</param>
public readonly record struct BlobPath(string Container, string Name)
{
    /// <summary>
    /// False for a name with '.' or '..' as a folder or file. Storage can hold such a name, made by a request that was
    /// written by hand, but a client resolves it before it asks (RFC 3986, section 5.2.4) and would reach another blob,
    /// even in another container. Storage takes '\\' for '/'.
    /// </summary>
    public bool IsAddressable => !Name.Split('/', '\\').Any(part => part is "." or "..");

    /// <exception cref="ArgumentException">It is not addressable.</exception>
    public static BlobPath EnsureAddressable(BlobPath path) =>
        path.IsAddressable
            ? path
            : throw new ArgumentException(
                "The name has '.' or '..' as a folder and would lead to another blob.",
                nameof(path)
            );

    public override string ToString() => $"{Container}/{Name}";
}

/// <summary>The containers of the one storage account. <c>infra/</c> creates the same ones; a test compares.</summary>
public static class Containers
{
    /// <summary>What staff drop. Never written to by us.</summary>
    public const string Articles = "articles";

    /// <summary>The public site, Azure's static website.</summary>
    public const string Web = "$web";

    /// <summary>One HTML and one JSON report per article, for staff.</summary>
    public const string Reports = "reports";

    /// <summary>
    /// What the pipeline knows of its work: catalog, digests, issues, waves, requests, events, outcomes. No one edits it.
    /// </summary>
    public const string State = "state";

    /// <summary>Shards of subscribers and the evidence beside them.</summary>
    public const string Subscribers = "subscribers";

    /// <summary><c>site.yml</c> and <c>theme/</c>.</summary>
    public const string Settings = "settings";

    public static IReadOnlyList<string> All { get; } = [Articles, Web, Reports, State, Subscribers, Settings];
}

/// <summary>The queues of the one storage account. Each has a <c>-poison</c> queue beside it.</summary>
public static class Queues
{
    public const string SiteRebuild = "site-rebuild";
    public const string Syndication = "syndication";

    /// <summary>Articles whose pictures have no smaller forms yet.</summary>
    public const string Pictures = "pictures";

    public const string Requests = "requests";
    public const string Events = "events";

    /// <summary>Subscriber lists to take in.</summary>
    public const string Imports = "imports";

    /// <summary>Feeds that are due to be read.</summary>
    public const string Sources = "sources";

    /// <summary>What the host appends to a queue's name for messages that failed too often.</summary>
    public const string PoisonSuffix = "-poison";

    /// <summary>Where the host itself puts what it could not bring to a blob function.</summary>
    public const string BlobTriggerPoison = "webjobs-blobtrigger-poison";

    public static IReadOnlyList<string> All { get; } =
    [SiteRebuild, Syndication, Pictures, Requests, Events, Imports, Sources];

    /// <summary>Wherever messages end that failed too often.</summary>
    public static IReadOnlyList<string> Poison { get; } =
    [.. All.Select(queue => queue + PoisonSuffix), BlobTriggerPoison];
}
