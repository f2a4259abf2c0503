using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Sources;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Elsewhere;

/// <summary>The feeds whose entries become articles: when each was read, and what troubles it.</summary>
public sealed class SourcesPage(DeskPages pages, SourceOverview overview, SourceRequests requests, DeskHistory history)
{
    public async Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "elsewhere", cancellationToken);
        var sources = await overview.ListAsync(cancellationToken);
        var title = page.Strings["sources-title"];
        return page.Render(
            200,
            "desk-sources",
            title,
            new SourcesModel
            {
                Title = title,
                Sources = [.. sources.Select(s => TileOf(page, s))],
                ReadTo = page.Addresses.Of("sources/read"),
            }
        );
    }

    /// <summary>Asks that a source be read now.</summary>
    public async Task<DeskAnswer> ReadAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "elsewhere", cancellationToken);
        var id = form.One("source");
        if (page.Site.Sources.FirstOrDefault(s => s.Id == id) is not { } source)
            return DeskAnswer.Go("sources", page.Strings["source-unknown"]);
        await history.AddAsync(visit.Who, new DeskAct("source-read", What: source.Id), cancellationToken);
        await requests.AskNowAsync(source.Id, cancellationToken);
        return DeskAnswer.Go("sources", page.Strings.Format("source-asked", ("source", source.Name ?? source.Id)));
    }

    private static SourceTile TileOf(DeskPage page, SourceStatus source)
    {
        var trouble = source.Trouble is { } kind ? SourceText.Of(kind, source.Status, page.Site.Language) : default;
        return new SourceTile(
            source.Id,
            source.Name,
            source.Address,
            [
                new DeskFact(page.Strings["source-articles"], page.Number(source.Articles)),
                new DeskFact(page.Strings["source-last-read"], When(page, source.LastRead)),
                new DeskFact(page.Strings["source-last-new"], When(page, source.LastNew)),
                new DeskFact(page.Strings["source-next"], When(page, source.NextRead)),
                .. source.Refused > 0
                    ? [new DeskFact(page.Strings["source-refused"], page.Number(source.Refused))]
                    : Array.Empty<DeskFact>(),
            ],
            trouble.Problem,
            trouble.Advice
        );
    }

    private static string When(DeskPage page, DateTimeOffset? at) =>
        at is { } time ? page.When(time) : page.Strings["source-never"];
}

/// <summary>What <c>desk-sources.hbs</c> is rendered over.</summary>
public sealed record SourcesModel : DeskModel
{
    public required string Title { get; init; }

    public required IReadOnlyList<SourceTile> Sources { get; init; }

    public required string ReadTo { get; init; }
}

/// <param name="Problem">Null if all is well.</param>
public sealed record SourceTile(
    string Id,
    string Name,
    string Address,
    IReadOnlyList<DeskFact> Facts,
    string? Problem,
    string? Advice
);
