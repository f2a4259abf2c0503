namespace FunctionsPipeline.Cli.Backup;

/// <summary>One line of a backup's manifest.</summary>
/// <param name="ETag">Of the version that was copied.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Of the content, hex, small letters: the name of its file.</param>
internal sealed record BackedUpBlob(
    string Container,
    string Name,
    string ETag,
    long Length,
    string ContentType,
    string? CacheControl,
    string Sha256
);

/// <summary>What a backup says of itself.</summary>
/// <param name="Account">The storage account's name.</param>
/// <param name="At">When nothing had changed since it was copied: the backup is of this moment.</param>
internal sealed record BackupHeader(int Format, string Account, DateTimeOffset At, int Blobs, long Bytes);
