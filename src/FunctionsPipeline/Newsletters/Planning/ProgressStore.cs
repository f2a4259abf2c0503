using FunctionsPipeline.Newsletters.Scheduling;
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
        CancellationToken cancellationToken
    ) =>
        await DocumentOf(newsletter.Id)
            .UpdateAsync(progress => progress is null ? First(newsletter) : null, cancellationToken)
        ?? throw new StorageException($"The progress of newsletter {newsletter.Id} is not there.");

    /// <summary>The progress; as it would begin where the newsletter was never seen. Nothing is written.</summary>
    public async Task<NewsletterProgress> LookAsync(
        NewsletterSettings newsletter,
        CancellationToken cancellationToken
    ) => (await DocumentOf(newsletter.Id).ReadAsync(cancellationToken))?.Value ?? First(newsletter);

    /// <summary>Changes the progress, which is made if need be, with bounded retries.</summary>
    /// <param name="change">Null: nothing is to be changed. Called again where another writer was faster.</param>
    public Task UpdateAsync(
        NewsletterSettings newsletter,
        Func<NewsletterProgress, NewsletterProgress?> change,
        CancellationToken cancellationToken
    ) => DocumentOf(newsletter.Id).UpdateAsync(progress => change(progress ?? First(newsletter)), cancellationToken);

    /// <summary>Writes over the version that was read. Null if another writer was faster: nothing was written.</summary>
    public Task<Stored<NewsletterProgress>?> TryChangeAsync(
        Stored<NewsletterProgress> read,
        NewsletterProgress changed,
        CancellationToken cancellationToken
    ) => DocumentOf(changed.Newsletter).SwapAsync(read, changed, cancellationToken);

    private JsonDocument<NewsletterProgress> DocumentOf(string newsletter) =>
        new(store, NewsletterProgress.BlobOf(newsletter), PlanningJson.Own.NewsletterProgress);

    private NewsletterProgress First(NewsletterSettings newsletter)
    {
        var now = time.GetUtcNow();
        return new NewsletterProgress
        {
            Newsletter = newsletter.Id,
            FirstSeen = now,
            Since = Schedule.Of(newsletter) is { IsInstant: true } ? now : now - FirstLook,
        };
    }
}
