using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Lists issues where readers can look them up. Implemented where the site is known.</summary>
public interface IIssueArchive
{
    /// <summary>Safe to repeat.</summary>
    /// <param name="path">From the site's root; the page is there.</param>
    Task ListAsync(
        string newsletter,
        string path,
        string subject,
        DateTimeOffset sentAt,
        CancellationToken cancellationToken
    );
}

/// <summary>Puts issues that have gone into the archive on the site.</summary>
internal sealed class IssueListing(
    ProgressStore progressStore,
    ISendingReader sending,
    IIssueArchive archive,
    TimeProvider time
)
{
    /// <summary>Issues whose time has come are listed on the site, unless they were stopped for all recipients.</summary>
    public async Task<Stored<NewsletterProgress>> ListGoneAsync(
        NewsletterSettings newsletter,
        Stored<NewsletterProgress> read,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var gone = read.Value.ToList.Where(i => i.Due <= now).ToList();
        if (gone.Count == 0)
            return read;
        foreach (var issue in gone)
        {
            if (
                await sending.FindAsync(issue.Issue, cancellationToken) is { } found
                && (
                    found.Stop is null
                    || await sending.AccountAsync(issue.Issue, cancellationToken) is { KeptFromAll: false }
                )
            )
                await archive.ListAsync(newsletter.Id, issue.Path, issue.Subject, issue.Due, cancellationToken);
        }
        var changed = read.Value with { ToList = [.. read.Value.ToList.Except(gone)] };
        return await progressStore.TryChangeAsync(read, changed, cancellationToken)
            ?? await progressStore.ReadAsync(newsletter, cancellationToken);
    }
}
