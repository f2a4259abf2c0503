using System.Globalization;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers.Audience;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>One bar of a chart and one row of the table beside it.</summary>
/// <param name="Kind">CSS class: <c>good</c>, <c>warn</c>, <c>bad</c> or <c>plain</c>.</param>
/// <param name="Width">Of the bar, in units of the drawing: 0 to 170.</param>
/// <param name="Top">Of the row, in units of the drawing.</param>
public sealed record AccountBar(
    string Label,
    string Meaning,
    int Count,
    string People,
    string Share,
    string Kind,
    int Width,
    int Top
)
{
    /// <summary>The label as far as the drawing has room for it; its end tells one domain from another.</summary>
    public string Drawn =>
        Label.Length <= AccountFigures.LongestDrawn ? Label : "…" + Label[^AccountFigures.LongestDrawn..];

    public int TextTop => Top + 17;

    public int ValueLeft => AccountFigures.BarLeft + Width + 8;
}

/// <summary>A chart and its table.</summary>
public sealed record AccountChart(string Title, string Caption, string ReasonHeading, IReadOnlyList<AccountBar> Bars)
{
    public int Height => Bars.Count * AccountFigures.RowHeight;
}

/// <summary>An issue's account as people read it.</summary>
internal static class AccountFigures
{
    /// <summary>Half a drawing for the labels: on a phone it is shown at 335 pixels and must still be read.</summary>
    public const int BarLeft = 165;
    public const int RowHeight = 32;

    /// <summary>Characters.</summary>
    public const int LongestDrawn = 24;
    private const int BarRoom = 170;

    /// <summary>The recipients by class. Empty classes are left out, except the delivered.</summary>
    public static AccountChart Outcomes(IssueAccount account, StringTable strings, CultureInfo culture)
    {
        (string Class, int Count, string Kind)[] classes =
        [
            ("delivered", account.Delivered, "good"),
            ("pending", account.Pending, "plain"),
            ("bounced", account.Bounced, "warn"),
            ("dropped", account.Dropped, "warn"),
            ("refused", account.Refused, "warn"),
            ("withdrawn", account.Withdrawn, "plain"),
            ("stopped", account.Stopped, "plain"),
            ("uncertain", account.Uncertain, "bad"),
            ("unreported", account.Unreported, "warn"),
        ];
        var rows = classes
            .Where(c => c.Count > 0 || c.Class == "delivered")
            .Select(c => (strings["class-" + c.Class], strings["meaning-" + c.Class], c.Count, c.Kind));
        return Chart(
            strings["page-outcomes"],
            strings.Count("page-outcomes-caption", account.Recipients),
            strings["page-column-class"],
            rows,
            account.Recipients,
            culture
        );
    }

    /// <summary>Who was considered, and why some were left out.</summary>
    public static AccountChart Considered(IssueAccount account, StringTable strings, CultureInfo culture) =>
        Considered(
            new AudienceCount(account.Recipients, account.Excluded),
            strings["page-considered"],
            strings,
            culture
        );

    /// <inheritdoc cref="Considered(IssueAccount, StringTable, CultureInfo)"/>
    public static AccountChart Considered(
        AudienceCount audience,
        string title,
        StringTable strings,
        CultureInfo culture
    )
    {
        var rows = audience
            .Excluded.Where(e => e.Value > 0)
            .OrderByDescending(e => e.Value)
            .ThenBy(e => e.Key)
            .Select(e => (Capital(strings["excluded-" + e.Key], culture), "", e.Value, "plain"))
            .Prepend((strings["page-recipients"], "", audience.Recipients, "good"));
        return Chart(
            title,
            strings.Count("page-considered-caption", audience.Candidates),
            strings["page-considered-reason"],
            rows,
            audience.Candidates,
            culture
        );
    }

    public static string Number(int count, CultureInfo culture) => count.ToString("N0", culture);

    /// <summary>The words stand inside a sentence elsewhere.</summary>
    private static string Capital(string words, CultureInfo culture) =>
        culture.TextInfo.ToUpper(words[..1]) + words[1..];

    /// <summary>Rows of people, each with its share of a total.</summary>
    /// <param name="heading">Of the column of labels.</param>
    public static AccountChart Chart(
        string title,
        string caption,
        string heading,
        IEnumerable<(string Label, string Meaning, int Count, string Kind)> rows,
        int total,
        CultureInfo culture
    ) =>
        new(
            title,
            caption,
            heading,
            [
                .. rows.Select(
                    (row, i) =>
                        new AccountBar(
                            row.Label,
                            row.Meaning,
                            row.Count,
                            Number(row.Count, culture),
                            Share(row.Count, total, culture),
                            row.Kind,
                            // A share above zero must be visible.
                            total == 0
                            || row.Count == 0
                                ? 0
                                : Math.Max(2, (int)Math.Round(BarRoom * (row.Count / (double)total))),
                            i * RowHeight
                        )
                ),
            ]
        );

    private static string Share(int count, int total, CultureInfo culture)
    {
        if (total == 0)
            return "–";
        var share = count / (double)total;
        // 99.96 % is not all, and 0.04 % is not none.
        return share is > 0 and < 0.001 ? "< " + 0.001.ToString("P1", culture)
            : share is > 0.999 and < 1 ? "> " + 0.999.ToString("P1", culture)
            : share.ToString("P1", culture);
    }
}
