using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>An issue's mail as its readers would get it, without planning anything.</summary>
public interface IIssuePreviews
{
    /// <summary>
    /// A planned issue by its id, as it was frozen; or what a newsletter would send if it were planned now.
    /// </summary>
    /// <param name="issueOrNewsletter">An issue's id, or a newsletter's.</param>
    Task<Answer<IssuePreview>> PreviewAsync(string issueOrNewsletter, CancellationToken cancellationToken);

    /// <summary>Mails that preview to the people under <c>staff</c> in <c>site.yml</c>, and to no one else.</summary>
    /// <param name="only">One of these addresses; null for all.</param>
    /// <returns>How many got it.</returns>
    Task<Answer<int>> TestAsync(string issueOrNewsletter, string? only, CancellationToken cancellationToken);
}

/// <summary>A mail without a recipient: links that are each reader's own lead nowhere.</summary>
/// <param name="Html">The whole HTML part.</param>
/// <param name="Text">The plain-text part.</param>
/// <param name="Findings">What had to be left out or changed; empty for an issue that is planned.</param>
/// <param name="Articles">Slugs, the first leads.</param>
/// <param name="Due">When it goes, or would go, by the site's clock.</param>
public sealed record IssuePreview(
    string Subject,
    string Html,
    string Text,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<string> Articles,
    DateTimeOffset Due
);

internal sealed class IssuePreviews(
    ISiteSettingsSource settings,
    ISendingReader sending,
    IUpcomingIssues upcoming,
    DraftComposing drafts,
    ITransactionalMail mail,
    TimeProvider time
) : IIssuePreviews
{
    public async Task<Answer<IssuePreview>> PreviewAsync(string issueOrNewsletter, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (
            IssueId.TryParse(issueOrNewsletter, out var id)
            && await sending.FindAsync(id, cancellationToken) is { } planned
        )
            return await sending.ContentAsync(id, cancellationToken) is { } content
                ? Preview(site, content, [], planned.Due)
                : new Refusal($"Issue {id} is being planned; try again in a minute.");
        var found = await upcoming.FindAsync(issueOrNewsletter, cancellationToken);
        if (found.Refusal is { } unknown)
            return new Refusal($"There is no issue '{issueOrNewsletter}'. {unknown.Reason}");
        var next = found.Value;
        var newsletter = site.Newsletters.First(n => n.Id == next.Newsletter);
        var due = next.Due ?? DueSlot.Now(time.GetUtcNow(), newsletter.HoldWindow).Due;
        var composed = await drafts.ComposeAsync(site, newsletter, next.Articles, due, cancellationToken);
        if (composed.Refusal is { } refusal)
            return refusal;
        return Preview(site, composed.Value.Content, composed.Value.Findings, due);
    }

    public async Task<Answer<int>> TestAsync(
        string issueOrNewsletter,
        string? only,
        CancellationToken cancellationToken
    )
    {
        var site = await settings.GetAsync(cancellationToken);
        List<string> staff =
        [
            .. site.Staff.Where(address => only is null || address.Equals(only, StringComparison.OrdinalIgnoreCase)),
        ];
        if (staff.Count == 0)
            return new Refusal("site.yml names no one under 'staff': a test goes to those addresses only.");
        var previewed = await PreviewAsync(issueOrNewsletter, cancellationToken);
        if (previewed.Refusal is { } refusal)
            return refusal;
        var subject = StringTable
            .Load(StaffMails.Strings, site.Language)
            .Format("test-subject", ("subject", previewed.Value.Subject));
        var test = $"test-{time.GetUtcNow().ToUnixTimeMilliseconds()}";
        var sent = 0;
        foreach (var (number, address) in staff.Index())
        {
            var result = await mail.SendAsync(
                new MailMessage(
                    $"{test}-{number}",
                    "staff",
                    site.Sender with
                    {
                        Name = site.Sender.Name ?? site.Name,
                    },
                    new Mailbox(address),
                    null,
                    subject,
                    previewed.Value.Html,
                    previewed.Value.Text
                ),
                cancellationToken
            );
            if (result.Outcome == SendOutcome.NotSent)
                return new Refusal($"SendGrid did not take it after {sent} of {staff.Count}: {result.Reason}");
            sent++;
        }
        return sent;
    }

    private static IssuePreview Preview(
        SiteSettings site,
        FrozenContent content,
        IReadOnlyList<Finding> findings,
        DateTimeOffset due
    )
    {
        var strings = StringTable.Load(IssueComposer.Strings, content.Language);
        var (html, text) = ImpersonalMail.Preview(content.Mail, strings, site);
        return new IssuePreview(
            content.Mail.Subject,
            html,
            text,
            findings,
            content.Articles,
            TimeZoneInfo.ConvertTime(due, site.TimeZone)
        );
    }
}
