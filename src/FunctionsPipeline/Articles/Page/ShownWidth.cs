using System.Globalization;

namespace FunctionsPipeline.Articles.Page;

/// <summary>How wide a picture is shown, as HTML's <c>sizes</c>, so that a browser takes the smallest form that is enough.</summary>
internal static class ShownWidth
{
    /// <summary><c>--measure</c> in site.css, at 16 pixels a rem.</summary>
    private const int Column = 672;

    /// <summary>The page's margins on both sides.</summary>
    private const int Margins = 40;

    /// <summary><c>.cover</c> in site.css: 54rem.</summary>
    public const string Cover = "(min-width: 904px) 864px, calc(100vw - 40px)";

    /// <param name="width">Of the picture, in pixels: it is never shown wider.</param>
    public static string InText(int width)
    {
        var shown = Math.Min(width, Column);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"(min-width: {shown + Margins}px) {shown}px, calc(100vw - {Margins}px)"
        );
    }
}
