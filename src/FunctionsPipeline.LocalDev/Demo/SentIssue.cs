using System.Globalization;
using FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>
/// Third act: the issue is planned, shown to staff, handed over, sent, and what became of it is told back. The clock jumps
/// from each of these moments to the next.
/// </summary>
/// <param name="Mails">The issue in the inbox, one per recipient.</param>
/// <param name="Report">Staff's page with the account, behind its signed link.</param>
internal sealed record SentIssue(
    IssueId Id,
    IReadOnlyList<InboxMessage> Mails,
    InboxMessage Preview,
    Uri Report,
    Uri Page
)
{
    /// <summary>Samples/settings/site.yml.</summary>
    internal const string Staff = "desk@clinic.example";

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Stage = TimeSpan.FromMinutes(30);

    /// <param name="tell">Is called as things happen.</param>
    public static async Task<SentIssue> PlayAsync(
        DemoStage stage,
        Action<DemoMoment> tell,
        CancellationToken cancellationToken
    )
    {
        var id = IssueId.For(SignUps.Newsletter, stage.Due);
        var planned = await stage.WaitFromAsync(
            stage.Due - Hold,
            "A planned issue",
            token => FindPlannedAsync(stage, id, token),
            cancellationToken
        );
        tell(
            new(
                stage.Now,
                $"\"{planned.Subject}\" is planned, for {planned.Recipients} people at {DemoMoment.Clock(planned.Due)}"
            )
        );

        var preview = await stage.WaitFromAsync(
            stage.NextMinute,
            "The preview for staff",
            _ => Task.FromResult(stage.Mail.Messages(Staff).FirstOrDefault()),
            cancellationToken
        );
        tell(new(stage.Now, "staff get a preview, with a button that stops it"));

        await stage.WaitFromAsync(
            planned.Due - Stage,
            "The issue at the mail provider",
            token => FindHandedOverAsync(stage, id, planned.Recipients, token),
            cancellationToken
        );
        tell(new(stage.Now, "it is handed over, to be held until its time"));

        await stage.WaitFromAsync(
            planned.Due,
            "The account of the issue",
            async token => await stage.Sending.AccountAsync(id, token) is { Pending: 0 } account ? account : null,
            cancellationToken
        );
        tell(new(stage.Now, "it goes out, and the provider tells what became of it"));
        var report =
            FoundText.Link(preview.Text, "/api/issue/")
            ?? throw new DemoException("The preview for staff has no link to the issue's account.");
        return new SentIssue(id, [.. Of(stage, id)], preview, report, await PageAsync(stage, id, cancellationToken));
    }

    /// <returns>Null until its content and its recipients are frozen.</returns>
    private static async Task<IssueRecord?> FindPlannedAsync(
        DemoStage stage,
        IssueId id,
        CancellationToken cancellationToken
    ) =>
        await stage.Sending.FindAsync(id, cancellationToken) is { State: not IssueState.Planning } issue ? issue : null;

    /// <returns>
    /// Null until the provider has the mail and its answer is recorded: the clock must not jump over a call that is under way,
    /// or its time is up.
    /// </returns>
    private static async Task<IssueAccount?> FindHandedOverAsync(
        DemoStage stage,
        IssueId id,
        int recipients,
        CancellationToken cancellationToken
    ) =>
        Has(stage, id, "scheduled", recipients) is not null
        && await stage.Sending.AccountAsync(id, cancellationToken) is { } account
        && account.Staged == recipients
            ? account
            : null;

    private static IEnumerable<InboxMessage> Of(DemoStage stage, IssueId id) =>
        stage.Mail.Messages().Where(m => m.Args.Any(a => a.Key == BulkArgs.Issue && a.Value == id.Value));

    private static List<InboxMessage>? Has(DemoStage stage, IssueId id, string status, int count)
    {
        var mails = Of(stage, id).Where(m => m.Status == status).ToList();
        return mails.Count == count ? mails : null;
    }

    /// <summary>The issue on the site, once it is listed there.</summary>
    private static async Task<Uri> PageAsync(DemoStage stage, IssueId id, CancellationToken cancellationToken)
    {
        var page = new Uri(
            stage.Address,
            IssueUrls.PathOf(SignUps.Newsletter, id.Value[(SignUps.Newsletter.Length + 1)..])[1..]
        );
        await stage.WaitFromAsync(
            stage.Now,
            "The issue among the past ones on the site",
            async token =>
            {
                using var list = await stage.Http.GetAsync(new Uri("issues/", UriKind.Relative), token);
                return
                    list.IsSuccessStatusCode
                    && (await list.Content.ReadAsStringAsync(token)).Contains(
                        page.AbsolutePath,
                        StringComparison.Ordinal
                    )
                    ? page
                    : null;
            },
            cancellationToken
        );
        using var answer = await stage.Http.GetAsync(page, cancellationToken);
        return answer.IsSuccessStatusCode
            ? page
            : throw new DemoException($"The issue's page on the site answers {(int)answer.StatusCode}.");
    }
}

/// <summary>What happened when, by the demo's clock.</summary>
internal sealed record DemoMoment(DateTimeOffset At, string What)
{
    private static readonly TimeZoneInfo Regina = TimeZoneInfo.FindSystemTimeZoneById("America/Regina");

    /// <summary>As the sample newsletter's staff read it.</summary>
    public static string Clock(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Regina).ToString("HH:mm", CultureInfo.InvariantCulture);
}
