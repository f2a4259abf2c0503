using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.StaticFiles;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>
/// Uploads and deletes, each only over the version that was compared. What is on its way is noted first, so that a run that
/// was ended half-way is continued by the next.
/// </summary>
internal sealed class Uploads(IBlobStore store, PublishState state)
{
    private const int AtOnce = 8;

    private static readonly FileExtensionContentTypeProvider MediaTypes = new();

    private readonly Lock _noting = new();

    /// <summary>Pictures first: an article that came before its picture would be published twice.</summary>
    /// <returns>By name: the version that was written; null where another writer was faster, or the file changed.</returns>
    public async Task<IReadOnlyDictionary<string, string?>> RunAsync(
        IReadOnlyList<PublishStep> steps,
        WorkProgress progress,
        CancellationToken cancellationToken
    )
    {
        progress.Total = steps.Count;
        foreach (var step in steps)
        {
            var known = state.Files.GetValueOrDefault(step.Name);
            state.Files[step.Name] = new UploadedFile(known?.Last, known?.ETag, step.Md5);
        }
        if (steps.Count > 0)
            await state.SaveAsync();
        var written = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            foreach (
                var wave in steps.GroupBy(s => ArticleName.Classify(s.Name) != DropKind.Companion).OrderBy(g => g.Key)
            )
                await Parallel.ForEachAsync(
                    wave,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                    async (step, token) =>
                    {
                        var eTag = await UploadAsync(step, token);
                        lock (_noting)
                        {
                            written[step.Name] = eTag;
                            if (eTag is not null)
                                state.Files[step.Name] = new UploadedFile(step.Md5, eTag);
                        }
                        progress.Advance();
                    }
                );
        }
        finally
        {
            await state.SaveAsync();
        }
        return written;
    }

    /// <returns>The names that are gone now; another may have been changed meanwhile.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(
        IEnumerable<PublishStep> steps,
        CancellationToken cancellationToken
    )
    {
        var deleted = new List<string>();
        foreach (var step in steps)
        {
            if (!await store.DeleteAsync(PathOf(step), step.ETag, cancellationToken))
                continue;
            deleted.Add(step.Name);
            state.Files.Remove(step.Name);
        }
        await state.SaveAsync();
        return deleted;
    }

    private async Task<string?> UploadAsync(PublishStep step, CancellationToken cancellationToken)
    {
        var condition = step.ETag is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(step.ETag);
        await using var file = step.File!.OpenRead();
        // The same bytes that were checked and noted: an editor may have saved meanwhile.
        if (await ContentHash.OfAsync(file, cancellationToken) != step.Md5)
            return null;
        file.Position = 0;
        return await store.WriteAsync(
            PathOf(step),
            file,
            new BlobHeaders(MediaTypeOf(step.Name)),
            condition,
            cancellationToken
        );
    }

    private static BlobPath PathOf(PublishStep step) => new(Containers.Articles, step.Name);

    private static string MediaTypeOf(string name) =>
        ArticleName.IsMarkdown(name) ? "text/markdown; charset=utf-8"
        : MediaTypes.TryGetContentType(name, out var type) ? type
        : "application/octet-stream";
}
