using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>A shard and its blob. A part's blob also names the split that made it, so that no two splits write the same.</summary>
internal readonly record struct ShardNode(ShardName Name, BlobPath Path)
{
    /// <summary>Where all shards are.</summary>
    public const string Folder = "shards/";

    private const string End = ".jsonl";

    public static ShardNode Of(byte number)
    {
        var name = ShardName.Of(number);
        return new(name, new BlobPath(Containers.Subscribers, $"{Folder}{name}{End}"));
    }

    /// <param name="split">The split's id.</param>
    public static ShardNode OfPart(ShardName name, string split) =>
        new(name, new BlobPath(Containers.Subscribers, $"{Folder}{name}-{split}{End}"));

    /// <summary>Reads the name of a part's blob.</summary>
    /// <returns>False for any other blob.</returns>
    public static bool TryParsePart(string blob, out ShardName name, out string split)
    {
        name = default;
        split = "";
        if (!blob.StartsWith(Folder, StringComparison.Ordinal) || !blob.EndsWith(End, StringComparison.Ordinal))
            return false;
        var parts = blob[Folder.Length..^End.Length].Split('-');
        if (parts.Length != 2 || !ShardName.TryParse(parts[0], out name) || !name.IsPart)
            return false;
        split = parts[1];
        return true;
    }
}

/// <summary>What was read at a node: a shard, or that it was split.</summary>
/// <param name="Shard">Null if it was split. Empty for a shard that does not exist yet.</param>
/// <param name="Split">Null if it was not.</param>
/// <param name="ETag">Of the shard's blob; null if there is none.</param>
internal readonly record struct FoundShard(ShardNode Node, Shard? Shard, ShardSplit? Split, string? ETag)
{
    public WriteCondition Condition => ETag is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(ETag);
}
