using System.Text.Json.Serialization;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing.Issues;

/// <summary>Lists sent issues where the site's page of past issues finds them.</summary>
internal sealed class IssueArchive(IBlobStore store, SiteChanges changes) : IIssueArchive
{
    public async Task ListAsync(
        string newsletter,
        string path,
        string subject,
        DateTimeOffset sentAt,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var read = await store.ReadJsonAsync(PastIssues.Blob, IssueArchiveJson.Own.PastIssues, cancellationToken);
            var issues = read?.Value.Issues ?? [];
            if (issues.Any(i => i.Path == path))
                break;
            var more = new PastIssues { Issues = [.. issues, new PastIssue(newsletter, path, subject, sentAt)] };
            var condition = read is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(read.ETag);
            if (
                await store.WriteJsonAsync(
                    PastIssues.Blob,
                    more,
                    IssueArchiveJson.Own.PastIssues,
                    condition,
                    cancellationToken
                )
                is not null
            )
                break;
        }
        // Also when it was listed already: an earlier try may have died before it came here.
        await changes.RecordIssuesAsync(cancellationToken);
    }
}

[JsonSerializable(typeof(PastIssues))]
internal sealed partial class IssueArchiveJson : JsonSerializerContext
{
    public static IssueArchiveJson Own { get; } = new(new System.Text.Json.JsonSerializerOptions(JsonBlobs.Options));
}
