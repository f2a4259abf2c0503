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
        var answer = await planning.PlanNowAsync(
            newsletter,
            new ManualOrder(articles)
            {
                Subject = form.One("subject"),
                Shown = form.One("version"),
                IsNextIssue = form.One("again").Length == 0,
            },
            cancellationToken
        );
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
        if (answer.Refusal is { } refusal)
            return DeskAnswer.Show(page.Refused(refusal.Reason, "issues"));
        var minimum = page.Site.Newsletters.First(n => n.Id == newsletter).MinimumArticles;
        return DeskAnswer.Go(
            "issues",
            goes.Count < minimum
                ? page.Strings.Format("said-changed-too-few", ("minimum", minimum))
                : page.Strings["said-changed"]
        );
    }

    /// <summary>The articles that were ticked, in the order of their places.</summary>
    private static List<string> Ticked(FormValues form)
    {
        var places = form.All("place");
        var ticked = form.All("article").ToHashSet(StringComparer.Ordinal);
        return
        [
            .. form.All("shown")
                .Select((slug, row) => (Slug: slug, Place: PlaceOf(places.ElementAtOrDefault(row), row + 1)))
                .Where(article => ticked.Contains(article.Slug))
                .OrderBy(article => article.Place)
                .Select(article => article.Slug)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static int PlaceOf(string? typed, int otherwise) =>
        int.TryParse(typed, NumberStyles.Integer, CultureInfo.InvariantCulture, out var place) ? place : otherwise;
}
