using System.Globalization;
using FunctionsPipeline.Articles.Constructs.Links;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Page;

/// <summary>
/// How wide a picture is shown, as HTML's <c>sizes</c>, so that a browser takes the smallest form that is enough. The layout
/// is decided here, not by the browser once it has the picture: so nothing moves when it comes.
/// </summary>
internal static class ShownWidth
{
    /// <summary><c>--measure</c> in site.css, at 16 pixels a rem.</summary>
    private const int Column = 672;

    /// <summary>The page's margins on both sides.</summary>
    private const int Margins = 40;

    /// <summary><c>.cover</c> and <c>.wide</c> in site.css: 54rem.</summary>
    private const int WideColumn = 864;

    /// <summary><c>.tall</c> in site.css: 26rem, so that a photograph from a phone fits on a screen.</summary>
    private const int TallColumn = 416;

    /// <summary>A picture stands out of the column from here on: it has the pixels for it.</summary>
    private const int WideFrom = 1200;

    public static readonly string Cover = Of(WideColumn);

    /// <summary>The class of a figure with this picture; null for one that is as wide as the text.</summary>
    public static string? ClassOf(LinkInline image) =>
        (ImageSize.WidthOf(image), ImageSize.HeightOf(image)) switch
        {
            ({ } width, { } height) when height > width && width > TallColumn => "tall",
            ({ } width, { } height) when width >= WideFrom && width * 3L >= height * 4L => "wide",
            _ => null,
        };

    /// <param name="width">Of the picture, in pixels: it is never shown wider.</param>
    /// <param name="shape">What <see cref="ClassOf"/> says where it is a figure; null elsewhere.</param>
    public static string InText(int width, string? shape = null) =>
        Of(
            Math.Min(
                width,
                shape switch
                {
                    "wide" => WideColumn,
                    "tall" => TallColumn,
                    _ => Column,
                }
            )
        );

    private static string Of(int shown) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"(min-width: {shown + Margins}px) {shown}px, calc(100vw - {Margins}px)"
        );
}
