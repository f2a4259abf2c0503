using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Desk.History;

/// <summary>Shows what was done at the desk.</summary>
public sealed class HistoryPage(DeskPages pages, DeskHistory history)
{
    private const int LinesOnPage = 50;

    /// <param name="before">Of an earlier page; null for the newest.</param>
    public async Task<WebPage> ShowAsync(DeskVisit visit, string? before, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "history", cancellationToken);
        var found = await history.ReadAsync(before, LinesOnPage, cancellationToken);
        var title = page.Strings["nav-history"];
        return page.Render(
            200,
            "desk-history",
            title,
            new HistoryModel
            {
                Title = title,
                Lines = [.. found.Lines.Select(line => RowOf(page, line))],
                Older = found.Next is { } next
                    ? page.Addresses.Of("history?before=" + Uri.EscapeDataString(next))
                    : null,
                Newest = before is null ? null : page.Addresses.Of("history"),
                Export = page.Addresses.Of("history/export"),
            }
        );
    }

    /// <summary>All of it as CSV, the oldest first.</summary>
    public async Task ExportAsync(Stream output, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(
            output,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            leaveOpen: true
        );
        await using var csv = CsvOutput.To(writer);
        await csv.WriteRowAsync(["when", "who", "act", "what", "before", "after"]);
        await foreach (var line in history.AllAsync(cancellationToken))
            await csv.WriteRowAsync([
                line.At.ToString("u", System.Globalization.CultureInfo.InvariantCulture),
                line.Who,
                line.Act,
                line.What,
                line.Before,
                line.After,
            ]);
    }

    internal static HistoryRow RowOf(DeskPage page, HistoryLine line) =>
        new(
            page.When(line.At),
            line.At.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            line.Who,
            page.Strings.All.TryGetValue("act-" + line.Act, out var act) ? act : line.Act,
            line.What,
            line.Before,
            line.After
        );
}

/// <summary>What <c>desk-history.hbs</c> is rendered over.</summary>
public sealed record HistoryModel : DeskModel
{
    public required string Title { get; init; }

    public required IReadOnlyList<HistoryRow> Lines { get; init; }

    public string? Older { get; init; }

    public string? Newest { get; init; }

    public required string Export { get; init; }
}

/// <param name="At">For machines.</param>
public sealed record HistoryRow(
    string When,
    string At,
    string Who,
    string Act,
    string? What,
    string? Before,
    string? After
);
