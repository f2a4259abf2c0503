using FunctionsPipeline.Benchmarks.Harness;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace FunctionsPipeline.Benchmarks.Charts;

/// <summary>How long we take beside what one would use instead, in one run: shorter is better.</summary>
internal static class RatioChart
{
    private const double RowHeight = 46;

    /// <summary>Null: no result compares two sides.</summary>
    public static string? Svg(IReadOnlyList<RecordedResult> results, IReadOnlyList<IBenchmark> benchmarks)
    {
        var rows = ResultsTable
            .Judged(results, benchmarks)
            .Where(row => row.Aim.Figure == "ratio")
            .Select(row =>
                row.Aim.AtMost
                    ? (row.Result.Command, Ratio: row.Result.Number("ratio")!.Value, Aim: row.Aim.Value)
                    // Here the ratio is the other side over ours.
                    : (row.Result.Command, Ratio: 1 / row.Result.Number("ratio")!.Value, Aim: 1 / row.Aim.Value)
            )
            .Reverse()
            .ToList();
        if (rows.Count == 0)
            return null;

        var model = Picture.New("Our time beside the other side's: 1 is the same, a black line the aim");
        var names = new CategoryAxis { Position = AxisPosition.Left, GapWidth = 0.6 };
        var bars = new BarSeries
        {
            LabelPlacement = LabelPlacement.Inside,
            LabelFormatString = "{0:0.00}",
            TextColor = OxyColors.White,
        };
        foreach (var (index, (command, ratio, aim)) in rows.Index())
        {
            names.Labels.Add(command);
            bars.Items.Add(new BarItem(ratio) { Color = ratio <= aim ? Picture.Ours : Picture.Missed });
            model.Annotations.Add(
                new LineAnnotation
                {
                    Type = LineAnnotationType.Vertical,
                    X = aim,
                    MinimumY = index - 0.42,
                    MaximumY = index + 0.42,
                    Color = OxyColors.Black,
                    LineStyle = LineStyle.Solid,
                    StrokeThickness = 2,
                }
            );
        }
        model.Annotations.Add(
            new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                X = 1,
                Color = Picture.Quiet,
                LineStyle = LineStyle.Dash,
            }
        );
        model.Axes.Add(names);
        model.Axes.Add(
            new LinearAxis
            {
                Position = AxisPosition.Bottom,
                Minimum = 0,
                MaximumPadding = 0.05,
            }
        );
        model.Series.Add(bars);
        return Picture.Svg(model, 760, 90 + (RowHeight * rows.Count));
    }
}
