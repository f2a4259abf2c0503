using FunctionsPipeline.Articles;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>The changes that the site does not show yet.</summary>
/// <param name="Marks">The blobs that say so, each with the version that was seen.</param>
/// <param name="Issues">Whether the past issues have changed.</param>
internal sealed record WaitingChanges(
    IReadOnlyList<(BlobPath Path, string ETag)> Marks,
    IReadOnlyList<Slug> Articles,
    bool Issues
)
{
    public bool Any => Marks.Count > 0;
}

/// <summary>Reads and forgets what <see cref="SiteChanges"/> records.</summary>
internal sealed class ChangeLog(IBlobStore store)
{
    /// <summary>How many are handled in one rebuild: bounds memory.</summary>
    private const int AtMost = 5000;

    private const string Prefix = "changes/";

    public async Task<WaitingChanges> ReadAsync(CancellationToken cancellationToken)
    {
        var marks = new List<(BlobPath, string)>();
        var articles = new List<Slug>();
        var issues = false;
        await foreach (var entry in store.ListAsync(Containers.State, Prefix, cancellationToken))
        {
            if (
                entry.Name.StartsWith(SiteChanges.ArticlePrefix, StringComparison.Ordinal)
                && Slug.TryParse(entry.Name[SiteChanges.ArticlePrefix.Length..], out var slug)
            )
            {
                articles.Add(slug);
            }
            else if (entry.Name == SiteChanges.IssuesName)
            {
                issues = true;
            }
            marks.Add((new BlobPath(Containers.State, entry.Name), entry.ETag));
            if (marks.Count == AtMost)
                break;
        }
        return new WaitingChanges(marks, articles, issues);
    }

    /// <summary>Deletes what was shown; a change that was recorded again in the meantime stays.</summary>
    public Task ForgetAsync(WaitingChanges told, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            told.Marks,
            Concurrency.Storage(cancellationToken),
            async (mark, token) => await store.DeleteAsync(mark.Path, mark.ETag, token)
        );
}
