using System.Globalization;
using FunctionsPipeline.Benchmarks.Charts;
using FunctionsPipeline.Newsletters.Sending;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace FunctionsPipeline.Benchmarks.Growth;

/// <summary>The growth of a list, from a thousand to ten million, in two pictures.</summary>
internal static class GrowthCharts
{
    private const double Width = 520;
    private const double Height = 340;

    /// <summary>Four sizes in each tenfold, so that a line bends where it bends.</summary>
    private static readonly long[] Sizes =
    [
        .. Enumerable.Range(0, 17).Select(step => (long)Math.Round(1_000 * Math.Pow(10, step / 4.0))),
    ];

    public static string Time(GrowthModel model)
    {
        var picture = Picture.New("Handing over an issue, and planning it");
        picture.Axes.Add(Picture.Logarithmic(AxisPosition.Bottom, "subscribers", People));
        var seconds = Picture.Logarithmic(AxisPosition.Left, "", Seconds);
        (seconds.Minimum, seconds.Maximum) = (0.5, 3_000);
        picture.Axes.Add(seconds);
        var window = (SendTimes.StageLead - SendTimes.ClaimLead).TotalSeconds;
        picture.Annotations.Add(
            new LineAnnotation
            {
                Type = LineAnnotationType.Horizontal,
                Y = window,
                Color = Picture.Missed,
                LineStyle = LineStyle.Dash,
                Text = string.Create(CultureInfo.InvariantCulture, $"time there is: {window / 60:0} minutes"),
                TextHorizontalAlignment = HorizontalAlignment.Right,
            }
        );
        picture.Series.Add(Line("by one instance", Picture.Missed, s => model.People(s, 1).Staging.TotalSeconds));
        picture.Series.Add(
            Line("by 40 instances", Picture.Ours, s => model.People(s, GrowthModel.ManyInstances).Staging.TotalSeconds)
        );
        picture.Series.Add(Line("planning", Picture.Quiet, s => model.People(s, 1).Planning.TotalSeconds));
        return Picture.Svg(picture, Width, Height);
    }

    public static string Money(GrowthModel model)
    {
        var picture = Picture.New("What a month of weekly issues costs");
        picture.Axes.Add(Picture.Logarithmic(AxisPosition.Bottom, "subscribers", People));
        picture.Axes.Add(Picture.Logarithmic(AxisPosition.Left, "", dollars => "$" + People(dollars)));
        picture.Series.Add(Line("all", Picture.Missed, s => (double)model.People(s, 1).UsdPerMonth));
        picture.Series.Add(Line("of it Azure", Picture.Ours, s => (double)model.People(s, 1).AzureUsdPerMonth));
        return Picture.Svg(picture, Width, Height);
    }

    private static LineSeries Line(string title, OxyColor color, Func<long, double> value)
    {
        var line = new LineSeries
        {
            Title = title,
            Color = color,
            StrokeThickness = 2.5,
        };
        foreach (var size in Sizes)
            line.Points.Add(new DataPoint(size, value(size)));
        return line;
    }

    private static string People(double count) =>
        count switch
        {
            >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1_000_000:0.#} million"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{count:#,0.##}"),
        };

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:#,0.##} s");
}
