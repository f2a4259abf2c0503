using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Backup;

/// <summary>What a backup holds: every container of ours. The host's own hold only locks and notes of its triggers.</summary>
internal static class BackupContainers
{
    public static IReadOnlyList<string> All { get; } =
    [
        Containers.Articles,
        Containers.Settings,
        Containers.State,
        Containers.Subscribers,
        Containers.Reports,
        Containers.Web,
    ];

    /// <summary>
    /// A restore leaves nothing else in these: a document of a later time would contradict the others. In the rest, what
    /// came later stays: staff's files are never deleted, and pages and reports follow from them.
    /// </summary>
    public static IReadOnlyList<string> Exact { get; } = [Containers.State, Containers.Subscribers];
}
