using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>What is to be done with one name.</summary>
internal enum PublishAction
{
    /// <summary>The container holds the same content.</summary>
    None,

    Upload,

    /// <summary>Not in the folder any more, and unchanged since it was uploaded from here.</summary>
    Delete,

    /// <summary>In the container only, and not from here.</summary>
    Foreign,

    /// <summary>It has a mistake.</summary>
    Refuse,

    /// <summary>Changed or deleted in the container since it was uploaded from here.</summary>
    Conflict,
}

/// <param name="Name">The blob's name.</param>
/// <param name="File">Null for what is not in the folder.</param>
/// <param name="Md5">Of the file; null without one.</param>
/// <param name="ETag">Of the blob; null if there is none.</param>
/// <param name="Why">For people; null where the action says all.</param>
/// <param name="Findings">Of the check.</param>
internal sealed record PublishStep(
    string Name,
    PublishAction Action,
    FolderFile? File,
    string? Md5,
    string? ETag,
    string? Why = null,
    IReadOnlyList<Finding>? Findings = null
);
