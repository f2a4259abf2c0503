using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Cli.Cost;

/// <summary>Writes the cost table of <c>infra/README.md</c>: totals side by side, then each size's arithmetic.</summary>
public static class CostTable
{
    public static string Markdown(IReadOnlyList<Usage> sizes, MeasuredOperations operations, Prices prices)
    {
        var bills = sizes.Select(usage => new CostModel(usage, operations, prices).Lines()).ToList();
        var text = new StringBuilder();
        Row(text, ["US dollars a month", .. sizes.Select(size => Number(size.Subscribers))]);
        Row(text, ["---", .. sizes.Select(_ => "---:")]);
        for (var line = 0; line < bills[0].Count; line++)
            Row(text, [bills[0][line].Item, .. bills.Select(bill => Dollars(bill[line].Usd))]);
        Row(text, ["**Together**", .. bills.Select(bill => $"**{Dollars(bill.Sum(line => line.Usd))}**")]);
        Row(text, ["of it Azure", .. bills.Select(bill => Dollars(bill.Skip(1).Sum(line => line.Usd)))]);

        foreach (var (size, bill) in sizes.Zip(bills))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nArithmetic for {Number(size.Subscribers)} subscribers:\n\n");
            Row(text, ["item", "arithmetic", "$"]);
            Row(text, ["---", "---", "---:"]);
            foreach (var line in bill)
                Row(text, [line.Item, line.Arithmetic, Dollars(line.Usd)]);
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"\nOperations: {operations.Source} ({operations.Date}). Prices: list prices assumed on {prices.AsOf}, to be checked. Front Door, if used: {Dollars(prices.FrontDoor)} more.\n"
        );
        return text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Dollars(decimal usd) =>
        decimal.Round(usd, 2, MidpointRounding.AwayFromZero).ToString("N2", CultureInfo.InvariantCulture);
}
