using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Articles.Report;

/// <summary>Where else an article is, as its report shows it.</summary>
/// <param name="Target">The target's name in <c>site.yml</c>.</param>
/// <param name="Link">The copy's address; null if it has none.</param>
/// <param name="Problem">What went wrong last, in words; null if nothing.</param>
/// <param name="Fix">What to do about it, in words.</param>
public sealed record ReportedCopy(string Target, CopyState State, string? Link, string? Problem, string? Fix);

public enum CopyState
{
    There,
    Waiting,
    Failed,
}

/// <summary>Puts copies into a report that publishing wrote. Several targets may do so at the same time.</summary>
public static class CopiesInReport
{
    private const int MaxRounds = 8;

    /// <exception cref="StorageException">Others wrote the report again and again.</exception>
    public static async Task ShowAsync(
        IBlobStore store,
        string source,
        ReportedCopy copy,
        SiteSettings settings,
        IThemeSource themes,
        CancellationToken cancellationToken
    )
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if (
                await store.ReadJsonAsync(ArticleReport.JsonOf(source), ArticleJson.Report, cancellationToken)
                is not { } stored
            )
                return;
            if (round == 0 && stored.Value.Copies.Contains(copy))
                return;
            var report = stored.Value with
            {
                Copies =
                [
                    .. stored
                        .Value.Copies.Where(c => c.Target != copy.Target)
                        .Append(copy)
                        .OrderBy(c => c.Target, StringComparer.Ordinal),
                ],
            };
            // The page first: who dies between finds the copy missing in the JSON, and writes both again.
            var page = ReportPage.Render(report, settings, await themes.GetAsync(cancellationToken));
            await store.WriteAsync(
                ArticleReport.HtmlOf(source),
                page,
                BlobHeaders.Html,
                WriteCondition.Always,
                cancellationToken
            );
            // Anyone who loses this race writes the page again from what the winner stored.
            if (
                await store.WriteJsonAsync(
                    ArticleReport.JsonOf(source),
                    report,
                    ArticleJson.Report,
                    WriteCondition.IfMatch(stored.ETag),
                    cancellationToken
                )
                is not null
            )
                return;
        }
        throw new StorageException("The report was written by others again and again.");
    }
}
