using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Writes the mail that a newsletter would send, and stores nothing.</summary>
internal sealed class DraftComposing(
    ProgressStore progressStore,
    NewArticles articles,
    EditorsNotes notes,
    IssueComposer composer,
    TimeProvider time
)
{
    /// <param name="slugs">Its articles, the first leads.</param>
    /// <param name="due">When it would go.</param>
    /// <returns>Refused if none of the articles is live.</returns>
    public async Task<Answer<ComposedIssue>> ComposeAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        IReadOnlyList<string> slugs,
        DateTimeOffset due,
        CancellationToken cancellationToken
    )
    {
        var entries = await articles.ReadAsync(slugs, cancellationToken);
        if (entries.Count == 0)
            return new Refusal($"Newsletter '{newsletter.Id}' has no new article to show.");
        var progress = await progressStore.LookAsync(newsletter, cancellationToken);
        var waiting = await notes.NewestAsync(
            newsletter.Id,
            Reservations.NotesFrom(progress),
            time.GetUtcNow(),
            cancellationToken
        );
        var note = waiting is null ? NoteReading.None : await notes.ReadAsync(site, waiting.Name, cancellationToken);
        var id = IssueId.For(newsletter.Id, due);
        var composed = await composer.ComposeAsync(
            site,
            newsletter,
            new IssuePlan(
                id,
                IssueUrls.SlotOf(newsletter, id),
                due,
                entries,
                note.Note,
                progress.WishesOf(newsletter).Subject
            ),
            cancellationToken
        );
        return composed with { Findings = [.. note.Findings, .. composed.Findings] };
    }
}
