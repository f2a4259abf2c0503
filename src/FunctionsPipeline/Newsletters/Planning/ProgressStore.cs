using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Reads and changes <see cref="NewsletterProgress"/>.</summary>
internal sealed class ProgressStore(IBlobStore store, TimeProvider time)
{
    /// <summary>A first issue looks back as far as a monthly newsletter would; an instant one not at all.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(31);

    /// <summary>The progress; made when the newsletter is seen for the first time.</summary>
    public async Task<Stored<NewsletterProgress>> ReadAsync(
        NewsletterSettings newsletter,
        bool instant,
        CancellationToken cancellationToken
    )
    {
        var path = NewsletterProgress.BlobOf(newsletter.Id);
        while (true)
        {
            if (await store.ReadJsonAsync(path, PlanningJson.Own.NewsletterProgress, cancellationToken) is { } stored)
                return stored;
            await store.WriteJsonAsync(
                path,
                First(newsletter, instant),
                PlanningJson.Own.NewsletterProgress,
                WriteCondition.IfAbsent,
                cancellationToken
            );
        }
    }

    /// <summary>The progress; as it would begin where the newsletter was never seen. Nothing is written.</summary>
    public async Task<NewsletterProgress> LookAsync(
        NewsletterSettings newsletter,
        bool instant,
        CancellationToken cancellationToken
    ) =>
        (
            await store.ReadJsonAsync(
                NewsletterProgress.BlobOf(newsletter.Id),
                PlanningJson.Own.NewsletterProgress,
                cancellationToken
            )
        )?.Value
        ?? First(newsletter, instant);

    /// <summary>Writes over the version that was read. Null if another writer was faster: nothing was written.</summary>
    public async Task<Stored<NewsletterProgress>?> TryChangeAsync(
        Stored<NewsletterProgress> read,
        NewsletterProgress changed,
        CancellationToken cancellationToken
    )
    {
        var eTag = await store.WriteJsonAsync(
            NewsletterProgress.BlobOf(changed.Newsletter),
            changed,
            PlanningJson.Own.NewsletterProgress,
            WriteCondition.IfMatch(read.ETag),
            cancellationToken
        );
        return eTag is null ? null : new Stored<NewsletterProgress>(changed, eTag);
    }

    private NewsletterProgress First(NewsletterSettings newsletter, bool instant)
    {
        var now = time.GetUtcNow();
        return new NewsletterProgress
        {
            Newsletter = newsletter.Id,
            FirstSeen = now,
            Since = instant ? now : now - FirstLook,
        };
    }
}
