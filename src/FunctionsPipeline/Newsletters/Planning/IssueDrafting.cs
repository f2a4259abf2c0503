using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>From the articles of a reservation to a frozen issue.</summary>
internal sealed class IssueDrafting(
    EditorsNotes notes,
    IssueComposer composer,
    CompositionNotes compositions,
    BrowserPages pages,
    IssueAudience audiences,
    IIssueFreezer freezer
)
{
    /// <summary>Writes the mail, its page and what its preview says, and hands it to the ledger.</summary>
    /// <param name="progress">With the reservation.</param>
    /// <param name="entries">The reserved articles that are still live; at least one.</param>
    public async Task<Answer<IssueRecord>> FreezeAsync(
        SiteSettings site,
        NewsletterSettings newsletter,
        NewsletterProgress progress,
        IReadOnlyList<CatalogEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var reserved = progress.Reserved!;
        var audience = await audiences.QueryAsync(site, newsletter, progress, reserved.Due, entries, cancellationToken);
        var note = reserved.Note is { } name ? await notes.ReadAsync(site, name, cancellationToken) : NoteReading.None;
        var slot = IssueUrls.SlotOf(newsletter, reserved.Issue);
        var composed = await composer.ComposeAsync(
            site,
            newsletter,
            new IssuePlan(reserved.Issue, slot, reserved.Due, entries, note.Note, reserved.Subject),
            cancellationToken
        );
        await compositions.WriteAsync(
            reserved.Issue,
            [.. note.Findings, .. composed.Findings, .. Explain(reserved.LeftOut, site)],
            cancellationToken
        );
        // Live before any mail links to it.
        await pages.PublishAsync(site, newsletter, slot, composed.Content, cancellationToken);
        return await freezer.FreezeAsync(
            new IssueDraft(
                reserved.Issue,
                newsletter.Id,
                reserved.Due,
                reserved.HoldWindow,
                audience,
                composed.Content
            ),
            cancellationToken
        );
    }

    /// <summary>For the preview: readers may wait for an article that staff saw go live.</summary>
    private static IEnumerable<Finding> Explain(LeftOut? leftOut, SiteSettings site)
    {
        if (leftOut is not { Articles: > 0 } some)
            return [];
        var strings = StringTable.Load(IssueComposer.Strings, site.Language);
        var message = strings.Count("finding-from-archive", some.Articles);
        return [new Finding("from-archive", Severity.Note, message, strings["finding-from-archive-fix"])];
    }
}
