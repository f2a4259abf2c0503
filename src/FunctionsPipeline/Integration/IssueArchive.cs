using System.Text.Json.Serialization;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Integration;

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
        var issues = new JsonDocument<PastIssues>(store, PastIssues.Blob, IssueArchiveJson.Own.PastIssues);
        await issues.UpdateAsync(
            past =>
                past?.Issues.Any(i => i.Path == path) == true
                    ? null
                    : new PastIssues
                    {
                        Issues = [.. past?.Issues ?? [], new PastIssue(newsletter, path, subject, sentAt)],
                    },
            cancellationToken
        );
        // Also when it was listed already: an earlier try may have died before it came here.
        await changes.RecordIssuesAsync(cancellationToken);
    }
}

[JsonSerializable(typeof(PastIssues))]
internal sealed partial class IssueArchiveJson : JsonSerializerContext
{
    public static IssueArchiveJson Own { get; } = new(new System.Text.Json.JsonSerializerOptions(JsonBlobs.Options));
}
