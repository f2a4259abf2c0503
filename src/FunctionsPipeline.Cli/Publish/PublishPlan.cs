using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Publishing.Checking;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>Compares a folder with the container, by content.</summary>
/// <param name="isForced">Files with mistakes are uploaded too; the app will refuse them.</param>
/// <param name="overwrite">Names whose other version in the container was looked at and is given up.</param>
internal sealed class PublishPlan(IBlobStore store, PublishState state, bool isForced, IReadOnlySet<string> overwrite)
{
    /// <returns>A step for each name, in ordinal order.</returns>
    public async Task<IReadOnlyList<PublishStep>> MakeAsync(
        ArticleFolder folder,
        IReadOnlyList<CheckedFile> check,
        CancellationToken cancellationToken
    )
    {
        var blobs = new Dictionary<string, BlobEntry>(StringComparer.Ordinal);
        await foreach (var blob in store.ListAsync(Containers.Articles, "", cancellationToken))
            blobs[blob.Name] = blob;
        var findings = check.ToDictionary(f => f.Source, StringComparer.Ordinal);
        var files = folder.Files.Values.Where(f => ArticleName.Classify(f.Name) != DropKind.Private).ToList();
        var steps = new PublishStep[files.Count];
        await Parallel.ForAsync(
            0,
            files.Count,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (i, token) =>
                steps[i] = await StepAsync(
                    files[i],
                    blobs.GetValueOrDefault(files[i].Name),
                    findings.GetValueOrDefault(files[i].Name),
                    token
                )
        );
        return
        [
            .. steps
                .Concat(blobs.Values.Where(b => !folder.Files.ContainsKey(b.Name)).Select(Missing))
                .OrderBy(s => s.Name, StringComparer.Ordinal),
        ];
    }

    private async Task<PublishStep> StepAsync(
        FolderFile file,
        BlobEntry? blob,
        CheckedFile? check,
        CancellationToken cancellationToken
    )
    {
        if (!file.IsThere)
            return new PublishStep(file.Name, PublishAction.Refuse, file, null, blob?.ETag, Findings: check?.Findings);
        var md5 = await HashAsync(file, cancellationToken);
        var known = state.Files.GetValueOrDefault(file.Name);
        var there = blob is null ? null : await HashAsync(blob, file.Length, known, cancellationToken);
        var step = new PublishStep(file.Name, PublishAction.Upload, file, md5, blob?.ETag, Findings: check?.Findings);
        if (there == md5)
            return step with { Action = PublishAction.None };
        if (check?.Status == ReportStatus.Rejected && !isForced)
            return step with { Action = PublishAction.Refuse };
        if (overwrite.Contains(file.Name))
            return step;
        return (blob, known) switch
        {
            (null, { Last: not null }) => step with
            {
                Action = PublishAction.Conflict,
                Why =
                    "It was deleted in the container since it was uploaded from here. Delete the file here too, or upload it again",
            },
            (null, _) => step,
            (_, null) => step with
            {
                Action = PublishAction.Conflict,
                Why =
                    "The container holds another version, which was not uploaded from this folder. Compare the two; to replace it",
            },
            _ when known.IsOurs(blob.ETag, there) => step,
            _ => step with
            {
                Action = PublishAction.Conflict,
                Why = "It was changed in the container since it was uploaded from here. Compare the two; to replace it",
            },
        };
    }

    /// <summary>Only what came from here and is unchanged may be deleted: anyone may drop files into the container.</summary>
    private PublishStep Missing(BlobEntry blob)
    {
        var isOurs = state.Files.TryGetValue(blob.Name, out var known) && known.IsOurs(blob.ETag, blob.Md5);
        return new PublishStep(blob.Name, isOurs ? PublishAction.Delete : PublishAction.Foreign, null, null, blob.ETag);
    }

    /// <returns>Null where it is not known and need not be, because the lengths differ.</returns>
    private async Task<string?> HashAsync(
        BlobEntry blob,
        long length,
        UploadedFile? known,
        CancellationToken cancellationToken
    )
    {
        // What was on its way when a run broke off may have had another length.
        if (blob.Md5 is not null || (blob.Length != length && known?.Under is null))
            return blob.Md5;
        await using var read = await store.OpenReadAsync(
            new BlobPath(Containers.Articles, blob.Name),
            cancellationToken
        );
        return read is null ? null : await ContentHash.OfAsync(read.Content, cancellationToken);
    }

    private static async Task<string> HashAsync(FolderFile file, CancellationToken cancellationToken)
    {
        await using var content = file.OpenRead();
        return await ContentHash.OfAsync(content, cancellationToken);
    }
}
