using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Desk.Articles;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Syndication;

namespace FunctionsPipeline.Desk.Elsewhere;

/// <summary>Where articles are carried to, what failed and why.</summary>
public sealed class ElsewherePage(
    DeskPages pages,
    ArticleIndex index,
    SyndicationTargets targets,
    TargetOverview overview,
    SyndicationRequests requests,
    DeskHistory history
)
{
    private const int MostFailed = 100;

    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "elsewhere", cancellationToken);
        var list = await index.ReadAsync(cancellationToken);
        var copies = list
            .Drops.SelectMany(drop => (drop.Report?.Copies ?? []).Select(copy => (Drop: drop, Copy: copy)))
            .ToList();
        var failed = copies.Where(c => HasFailed(c.Copy)).ToList();
        var title = page.Strings["nav-elsewhere"];
        return page.Render(
            200,
            "desk-elsewhere",
            title,
            new ElsewhereModel
            {
                Title = title,
                Targets =
                [
                    .. page.Site.Targets.Select(target =>
                        TargetOf(page, target, [.. copies.Where(c => c.Copy.Target == target.Name).Select(c => c.Copy)])
                    ),
                ],
                Failed =
                [
                    .. failed
                        .Take(MostFailed)
                        .Select(c => new FailedCopy(
                            c.Drop.Title,
                            OneArticlePage.AddressOf(page, c.Drop.Source),
                            c.Copy.Target,
                            ProblemOf(page, c.Copy),
                            c.Copy.Fix,
                            c.Drop.Report!.Slug
                        )),
                ],
                MoreFailed =
                    failed.Count > MostFailed ? page.Counted("elsewhere-more", failed.Count - MostFailed) : null,
                RetryTo = page.Addresses.Of("elsewhere/retry"),
                TestTo = page.Addresses.Of("elsewhere/test"),
                SourcesHref = page.Addresses.Of("sources"),
                Unread = list.Unread == 0 ? null : page.Counted("articles-unread", list.Unread),
            }
        );
    }

    /// <summary>Carries one article to one target once more.</summary>
    public async Task<DeskAnswer> RetryAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "elsewhere", cancellationToken);
        var target = form.One("target");
        if (!Slug.TryParse(form.One("article"), out var slug) || page.Site.Targets.All(t => t.Name != target))
            return DeskAnswer.Go("elsewhere", page.Strings["elsewhere-gone"]);
        await history.AddAsync(
            visit.Who,
            new DeskAct("copy-retried", What: slug.Value, After: target),
            cancellationToken
        );
        return DeskAnswer.Go(
            "elsewhere",
            await requests.AskAgainAsync(slug, target, cancellationToken)
                ? page.Strings.Format("elsewhere-asked", ("article", slug.Value), ("target", target))
                : page.Strings["elsewhere-gone"]
        );
    }

    /// <summary>Asks a target whether it accepts the secret. Nothing is posted there.</summary>
    public async Task<DeskAnswer> TestAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "elsewhere", cancellationToken);
        var name = form.One("target");
        var answer = await overview.TestAsync(name.Length == 0 ? "-" : name, cancellationToken);
        if (answer.Refusal is not null)
            return DeskAnswer.Go("elsewhere", page.Strings["elsewhere-gone"]);
        var tested = answer.Value.Single();
        return DeskAnswer.Go(
            "elsewhere",
            tested.Accepted switch
            {
                true => page.Strings.Format(
                    "target-accepts",
                    ("target", tested.Name),
                    ("account", tested.Account is { } account ? $" ({account})" : "")
                ),
                false => page.Strings.Format("target-fails", ("target", tested.Name), ("problem", tested.Problem)),
                _ => page.Strings.Format("target-unknown", ("target", tested.Name)),
            }
        );
    }

    private static bool HasFailed(ReportedCopy copy) => copy.State is CopyState.Failed or CopyState.Remains;

    private static string ProblemOf(DeskPage page, ReportedCopy copy) =>
        copy.State == CopyState.Remains
            ? page.Strings.Format("elsewhere-remains", ("problem", copy.Problem))
            : copy.Problem ?? "";

    private TargetTile TargetOf(DeskPage page, TargetSettings target, IReadOnlyList<ReportedCopy> copies) =>
        new(
            target.Name,
            page.Strings.All.TryGetValue("target-" + target.Type, out var type) ? type : target.Type,
            [
                new DeskFact(page.Strings["copies-there"], page.Number(copies.Count(c => c.State == CopyState.There))),
                new DeskFact(
                    page.Strings["copies-waiting"],
                    page.Number(copies.Count(c => c.State == CopyState.Waiting))
                ),
                new DeskFact(page.Strings["copies-failed"], page.Number(copies.Count(HasFailed))),
                new DeskFact(
                    page.Strings["copies-withdrawn"],
                    page.Number(copies.Count(c => c.State == CopyState.Withdrawn))
                ),
            ],
            targets.Find(target)?.NeedsSecret == true && targets.SecretOf(target) is null
                ? page.Strings["target-no-secret"]
                : null
        );
}

/// <summary>What <c>desk-elsewhere.hbs</c> is rendered over.</summary>
public sealed record ElsewhereModel : DeskModel
{
    public required string Title { get; init; }

    public required IReadOnlyList<TargetTile> Targets { get; init; }

    public required IReadOnlyList<FailedCopy> Failed { get; init; }

    public string? MoreFailed { get; init; }

    public required string RetryTo { get; init; }

    public required string TestTo { get; init; }

    public required string SourcesHref { get; init; }

    public string? Unread { get; init; }
}

public sealed record TargetTile(string Name, string Type, IReadOnlyList<DeskFact> Facts, string? Problem);

/// <param name="Slug">Null where the file holds no address: nothing can be tried again.</param>
public sealed record FailedCopy(string Article, string Href, string Target, string Problem, string? Fix, string? Slug);
