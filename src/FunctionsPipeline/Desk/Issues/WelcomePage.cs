using FunctionsPipeline.Branding;
using FunctionsPipeline.Newsletters.Welcome;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>Welcome series: what each step says, and what became of it.</summary>
public sealed class WelcomePage(DeskPages pages, IWelcomeReader welcome)
{
    private static readonly string[] Kinds = ["mail", "text"];

    /// <summary>Of people to whom a step may have gone, so many are linked.</summary>
    private const int MostPeople = 20;

    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var accounts = await welcome.AccountsAsync(cancellationToken);
        var title = page.Strings["welcome-title"];
        return page.Render(
            200,
            "desk-welcome",
            title,
            new WelcomeModel
            {
                Title = title,
                Back = page.Addresses.Of("issues"),
                Series = [.. accounts.Select(account => SeriesOf(page, account))],
            }
        );
    }

    /// <summary>The mail of a step, at several widths; or its text.</summary>
    public async Task<WebPage> PreviewAsync(
        DeskVisit visit,
        string? newsletter,
        string? file,
        string? kind,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        if (await welcome.PreviewAsync(newsletter ?? "", file ?? "", cancellationToken) is not { } preview)
            return page.Message(404, "not-found");
        var query = $"newsletter={Uri.EscapeDataString(newsletter!)}&file={Uri.EscapeDataString(file!)}";
        var title = page.Strings.Format("preview-title", ("title", preview.Subject ?? file));
        var isText = kind == "text";
        return page.Render(
            200,
            "desk-preview",
            title,
            new PreviewModel
            {
                Title = title,
                Back = page.Addresses.Of("issues/welcome"),
                Kinds =
                [
                    .. Kinds.Select(k => new DeskSection(
                        page.Strings["preview-" + k],
                        page.Addresses.Of($"issues/welcome/preview?{query}&as={k}"),
                        k == (isText ? "text" : "mail")
                    )),
                ],
                Remarks =
                [
                    .. preview.Problem is { } problem
                        ? [page.Strings["welcome-problem-" + problem]]
                        : Array.Empty<string>(),
                    .. preview
                        .Findings.Select(page.Translations.Of)
                        .Select(f => f.Fix is null ? f.Message : $"{f.Message} {f.Fix}"),
                ],
                Text = isText ? preview.Text ?? "" : null,
                Frames =
                    isText || preview.Html is null
                        ? []
                        : PreviewFrame.All(page, page.Addresses.Of("issues/welcome/document?" + query)),
            }
        );
    }

    /// <summary>The mail itself, for a frame; null if there is none.</summary>
    public async Task<byte[]?> DocumentAsync(
        string? newsletter,
        string? file,
        string? look,
        CancellationToken cancellationToken
    ) =>
        await welcome.PreviewAsync(newsletter ?? "", file ?? "", cancellationToken) is { Html: { } html }
            ? FramedHtml.Of(html, look)
            : null;

    private static WelcomeSeriesView SeriesOf(DeskPage page, WelcomeAccount account) =>
        new(
            account.Newsletter,
            account.Name,
            page.Counted("welcome-began", account.Began),
            page.Counted("welcome-waiting", account.Waiting),
            [.. account.Steps.Select(step => StepOf(page, account, step))]
        );

    private static WelcomeStepView StepOf(DeskPage page, WelcomeAccount account, WelcomeStepAccount step)
    {
        (string Key, int Count, bool Always)[] counts =
        [
            ("sent", step.Sent, true),
            ("delivered", step.Delivered, true),
            ("bounced", step.NotDelivered, false),
            ("waits", step.Waiting, true),
            ("uncertain", step.Uncertain, false),
            ("late", step.Late, false),
            ("no-text", step.NoText, false),
            ("may-have-gone", step.MayHaveGone, false),
            ("refused", step.Refused, false),
            ("stopped", step.Stopped, false),
        ];
        return new WelcomeStepView(
            step.Subject ?? step.File,
            step.File,
            step.After is { } after ? WhenOf(page, after) : page.Strings["welcome-taken-out"],
            step.After is not null && step.Problem is { } problem ? page.Strings["welcome-problem-" + problem] : null,
            [
                .. counts
                    .Where(c => c.Always || c.Count > 0)
                    .Select(c => new DeskFact(page.Strings["welcome-count-" + c.Key], page.Number(c.Count))),
            ],
            [
                .. step
                    .UncertainPeople.Take(MostPeople)
                    .Select(id => new DeskLink(id[..8], page.Addresses.Of("readers/one?id=" + id))),
            ],
            step.Subject is null || step.After is null
                ? null
                : page.Addresses.Of(
                    $"issues/welcome/preview?newsletter={account.Newsletter}&file={Uri.EscapeDataString(step.File)}"
                )
        );
    }

    private static string WhenOf(DeskPage page, TimeSpan after)
    {
        if (after == TimeSpan.Zero)
            return page.Strings["welcome-at-once"];
        var hours = (int)after.TotalHours;
        return hours % 24 == 0
            ? page.Counted("welcome-after-days", hours / 24)
            : page.Counted("welcome-after-hours", hours);
    }
}

/// <summary>What <c>desk-welcome.hbs</c> is rendered over.</summary>
public sealed record WelcomeModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public required IReadOnlyList<WelcomeSeriesView> Series { get; init; }
}

/// <param name="Began">For how many, in words.</param>
/// <param name="Waiting">How many wait, in words.</param>
public sealed record WelcomeSeriesView(
    string Id,
    string Name,
    string Began,
    string Waiting,
    IReadOnlyList<WelcomeStepView> Steps
);

/// <param name="When">How long after the confirmation, in words.</param>
/// <param name="Problem">Why it is not sent now; null if it is.</param>
/// <param name="Uncertain">People who may have it.</param>
/// <param name="Preview">Null if there is nothing to show.</param>
public sealed record WelcomeStepView(
    string Title,
    string File,
    string When,
    string? Problem,
    IReadOnlyList<DeskFact> Counts,
    IReadOnlyList<DeskLink> Uncertain,
    string? Preview
);
