using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace FunctionsPipeline.Benchmarks.Charts;

/// <summary>Charts as SVG, all in the same look.</summary>
internal static class Picture
{
    public static readonly OxyColor Ours = OxyColor.FromRgb(0x0b, 0x6e, 0x6e);
    public static readonly OxyColor Missed = OxyColor.FromRgb(0xc2, 0x5b, 0x12);
    public static readonly OxyColor Quiet = OxyColor.FromRgb(0x8a, 0x93, 0x9b);

    public static PlotModel New(string title) =>
        new()
        {
            Title = title,
            TitleFontSize = 14,
            TitleFontWeight = FontWeights.Bold,
            DefaultFont = "Arial",
            DefaultFontSize = 12,
            Background = OxyColors.White,
            PlotAreaBorderColor = Quiet,
            Legends =
            {
                new Legend
                {
                    LegendPosition = LegendPosition.TopLeft,
                    LegendFontSize = 12,
                    LegendLineSpacing = 6,
                },
            },
        };

    /// <summary>Ten times as much in each step.</summary>
    public static LogarithmicAxis Logarithmic(AxisPosition position, string title, Func<double, string> label) =>
        new()
        {
            Position = position,
            Title = title,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.FromRgb(0xe4, 0xe7, 0xea),
            LabelFormatter = label,
            PowerPadding = false,
        };

    public static string Svg(PlotModel model, double width, double height)
    {
        var exporter = new SvgExporter
        {
            Width = width,
            Height = height,
            TextMeasurer = new RoomyText(width, height),
        };
        return exporter.ExportToString(model).ReplaceLineEndings("\n");
    }

    /// <summary>The reader's machine chooses the font: the widest usual one must fit.</summary>
    private sealed class RoomyText(double width, double height) : PdfRenderContext(width, height, OxyColors.White)
    {
        private const double Widest = 1.5;

        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
            return new OxySize(size.Width * Widest, size.Height * 1.25);
        }
    }
}
