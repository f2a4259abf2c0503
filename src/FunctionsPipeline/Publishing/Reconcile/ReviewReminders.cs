using System.Globalization;
using System.Net;
using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>
/// Keeps <c>reports/_reviews.html</c>: the live articles whose <c>reviewBy</c> day has come, for staff to look at again, and
/// tells of each day on which one comes due.
/// </summary>
internal sealed class ReviewReminders(
    IBlobStore store,
    ISiteSettingsSource settings,
    IEnumerable<IReviewNotices> notices,
    TimeProvider time
) : ISiteFollower, IHousekeepingTask
{
    private const string Prefix = "due/review/";
    private const string Format = "yyyyMMdd";
    private static readonly BlobPath Report = new(Containers.Reports, "_reviews.html");

    public string Name => "remind-of-reviews";

    public async Task FollowAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries.Where(e => e is { Status: CatalogStatus.Published, ReviewBy: not null }))
        {
            await store.WriteAsync(
                new BlobPath(
                    Containers.State,
                    $"{Prefix}{entry.ReviewBy!.Value.ToString(Format, CultureInfo.InvariantCulture)}-{entry.Slug}"
                ),
                "due\n"u8.ToArray(),
                BlobHeaders.Text,
                WriteCondition.Always,
                cancellationToken
            );
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), site.TimeZone).DateTime);
        var due = new List<CatalogEntry>();
        await foreach (var blob in store.ListAsync(Containers.State, Prefix, cancellationToken))
        {
            var name = blob.Name[Prefix.Length..];
            if (
                !DateOnly.TryParseExact(
                    name.AsSpan(0, Math.Min(Format.Length, name.Length)),
                    Format,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
                || day > today
            )
                break;
            // The article may have been reviewed, moved or taken back since.
            if (
                Slug.TryParse(name[(Format.Length + 1)..], out var slug)
                && await new CatalogStore(store).FindAsync(slug, cancellationToken)
                    is { Status: CatalogStatus.Published } entry
                && entry.ReviewBy == day
            )
            {
                due.Add(entry);
            }
            else
            {
                await store.DeleteAsync(new BlobPath(Containers.State, blob.Name), blob.ETag, cancellationToken);
            }
        }
        var page = Encoding.UTF8.GetBytes(Render(due, site));
        var old = await store.ReadAsync(Report, cancellationToken);
        if (old is null ? due.Count > 0 : !old.Content.Span.SequenceEqual(page))
            await store.WriteAsync(Report, page, BlobHeaders.Html, WriteCondition.Always, cancellationToken);
        if (due.Count == 0)
            return;
        foreach (var notice in notices)
            await notice.DueAsync(due, cancellationToken);
    }

    private static string Render(List<CatalogEntry> due, SiteSettings site)
    {
        var html = new StringBuilder(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Articles to review</title>"
                + "<meta name=\"color-scheme\" content=\"light dark\"><style>body{font:1rem/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}</style></head><body><main><h1>Articles to review</h1>\n"
        );
        html.Append(
            due.Count == 0
                ? "<p>No article is waiting for a review.</p>\n"
                : "<p>Look at each again, then write today's date into its <code>lastReviewed</code> and a new <code>reviewBy</code>.</p>\n<ul>\n"
        );
        foreach (var entry in due)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<li><a href=\"{WebUtility.HtmlEncode(new Uri(site.Url, entry.Slug + "/").AbsoluteUri)}\">{WebUtility.HtmlEncode(entry.Title)}</a>: due {entry.ReviewBy:yyyy-MM-dd}, source {WebUtility.HtmlEncode(entry.Source)}</li>\n"
            );
        }
        return html.Append(due.Count == 0 ? "" : "</ul>\n").Append("</main></body></html>\n").ToString();
    }
}
