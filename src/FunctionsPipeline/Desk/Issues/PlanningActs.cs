using System.Globalization;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Issues;

/// <summary>What staff do with subject, articles and order of an issue: keep them for its time, or plan it now.</summary>
public sealed class PlanningActs(DeskPages pages, IManualPlanning planning, IIssueWishes wishes, DeskHistory history)
{
    /// <summary>Plans an issue now, with the articles that were ticked, in their order.</summary>
    public async Task<DeskAnswer> PlanAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var newsletter = form.One("newsletter");
        var articles = Ticked(form);
        if (articles.Count == 0)
            return DeskAnswer.Show(page.Refused(page.Strings["plan-no-article"], "issues"));
        await history.AddAsync(
            visit.Who,
            new DeskAct("issue-planned", newsletter, After: string.Join(", ", articles)),
            cancellationToken
        );
        var answer = await planning.PlanNowAsync(newsletter, articles, form.One("subject"), cancellationToken);
        return answer.Refusal is { } refusal
            ? DeskAnswer.Show(page.Refused(refusal.Reason, "issues"))
            : DeskAnswer.Go("issues/one?issue=" + answer.Value.Value, page.Strings["said-planned"]);
    }

    /// <summary>Keeps subject, order and what waits for the next issue of the schedule.</summary>
    public async Task<DeskAnswer> WishAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "issues", cancellationToken);
        var newsletter = form.One("newsletter");
        var goes = Ticked(form);
        if (goes.Count == 0)
            return DeskAnswer.Show(page.Refused(page.Strings["plan-none-goes"], "issues"));
        var wished = new IssueWishes(
            form.One("subject"),
            goes,
            [.. form.All("shown").Except(goes, StringComparer.Ordinal)]
        );
        await history.AddAsync(
            visit.Who,
            new DeskAct("issue-changed", newsletter, After: string.Join(", ", goes)),
            cancellationToken
        );
        var answer = await wishes.WriteAsync(newsletter, wished, form.One("version"), cancellationToken);
        return answer.Refusal is { } refusal
            ? DeskAnswer.Show(page.Refused(refusal.Reason, "issues"))
            : DeskAnswer.Go("issues", page.Strings["said-changed"]);
    }

    /// <summary>The articles that were ticked, in the order of their places.</summary>
    private static List<string> Ticked(FormValues form) =>
        [
            .. form.All("article")
                .Select((slug, at) => (Slug: slug, Place: PlaceOf(form.One("place-" + slug), at)))
                .OrderBy(article => article.Place)
                .Select(article => article.Slug),
        ];

    private static int PlaceOf(string typed, int otherwise) =>
        int.TryParse(typed, NumberStyles.Integer, CultureInfo.InvariantCulture, out var place) ? place : otherwise + 1;
}
