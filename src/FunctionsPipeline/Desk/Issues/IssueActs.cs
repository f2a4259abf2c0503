using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>What staff do about issues.</summary>
public sealed class IssueActs(
    DeskPages pages,
    IUpcomingIssues upcoming,
    IIssuePreviews previews,
    IIssueStopping stopping,
    NoteFile notes,
    DeskHistory history
)
{
    /// <summary>Mails the issue as it stands to the person who asks, and to no one else.</summary>
    public async Task<DeskAnswer> TestAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var of = form.One("of");
        await history.AddAsync(visit.Who, new DeskAct("issue-tested", of), cancellationToken);
        var answer = await previews.TestAsync(of, visit.Who, cancellationToken);
        return answer.Refusal is { } refusal
            ? DeskAnswer.Show(page.Refused(refusal.Reason, "issues"))
            : DeskAnswer.Go(BackOf(of), page.Strings.Format("said-tested", ("email", visit.Who)));
    }

    /// <summary>Lets the next time pass.</summary>
    public async Task<DeskAnswer> SkipAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var newsletter = form.One("newsletter");
        var next = await upcoming.FindAsync(newsletter, cancellationToken);
        if (next.Refusal is { } unknown)
            return DeskAnswer.Show(page.Refused(unknown.Reason, "issues"));
        // The form says which time it was shown: pressed twice, it skips one.
        if (next.Value.Due is not { } due || page.When(due) != form.One("slot"))
            return DeskAnswer.Go("issues", page.Strings["skip-other"]);
        await history.AddAsync(
            visit.Who,
            new DeskAct("issue-skipped", newsletter, Before: page.When(due)),
            cancellationToken
        );
        var answer = await upcoming.SkipAsync(newsletter, cancellationToken);
        return answer.Refusal is { } refusal
            ? DeskAnswer.Show(page.Refused(refusal.Reason, "issues"))
            : DeskAnswer.Go("issues", page.Strings.Format("said-skipped", ("when", page.When(answer.Value))));
    }

    /// <summary>Takes all skips back.</summary>
    public async Task<DeskAnswer> UnskipAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var newsletter = form.One("newsletter");
        await history.AddAsync(visit.Who, new DeskAct("issue-unskipped", newsletter), cancellationToken);
        var answer = await upcoming.UnskipAsync(newsletter, cancellationToken);
        return answer.Refusal is { } refusal
            ? DeskAnswer.Show(page.Refused(refusal.Reason, "issues"))
            : DeskAnswer.Go("issues", page.Strings["said-unskipped"]);
    }

    /// <summary>Stops an issue. Safe to repeat.</summary>
    public async Task<DeskAnswer> StopAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        if (!IssueId.TryParse(form.One("issue"), out var id))
            return DeskAnswer.Show(page.Message(404, "not-found"));
        await history.AddAsync(visit.Who, new DeskAct("issue-stopped", id.Value), cancellationToken);
        var answer = await stopping.StopAsync(id, "staff", cancellationToken);
        if (answer.Result == StopResult.Unknown)
            return DeskAnswer.Show(page.Message(404, "not-found"));
        return DeskAnswer.Go(
            "issues/one?issue=" + id.Value,
            page.Strings.Format(
                "stop-" + answer.Result.ToString().ToLowerInvariant(),
                ("count", page.Number(answer.Account?.MayHaveIt ?? 0))
            )
        );
    }

    /// <summary>Writes the note above the articles, or takes it back.</summary>
    public async Task<DeskAnswer> NoteAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var newsletter = form.One("newsletter");
        if (page.Site.WhyNoNewsletter(newsletter) is { } unknown)
            return DeskAnswer.Show(page.Refused(unknown.Reason, "issues"));
        var text = form.One("note").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        if (text.Length > NoteFile.MostCharacters)
            return DeskAnswer.Show(page.Refused(page.Strings["note-too-long"], "issues"));
        var before = await notes.ReadAsync(newsletter, cancellationToken);
        if (before.Text == text)
            return DeskAnswer.Go("issues", page.Strings["said-note-same"]);
        if (before.Version != form.One("version"))
            return DeskAnswer.Show(page.Refused(page.Strings.Format("note-changed", ("text", text)), "issues"));
        await history.AddAsync(
            visit.Who,
            new DeskAct("note-written", newsletter, before.Text, text),
            cancellationToken
        );
        if (!await notes.WriteAsync(newsletter, before, text, cancellationToken))
            return DeskAnswer.Show(page.Refused(page.Strings.Format("note-changed", ("text", text)), "issues"));
        return DeskAnswer.Go("issues", page.Strings[text.Length == 0 ? "said-note-taken" : "said-note"]);
    }

    /// <summary>An issue's page, or the page of those to come.</summary>
    private static string BackOf(string of) =>
        IssueId.TryParse(of, out var id) && id.Slot is not null ? "issues/one?issue=" + id.Value : "issues";
}
