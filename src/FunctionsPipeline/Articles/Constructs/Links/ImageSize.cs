using System.Globalization;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs.Links;

/// <summary>The measures that a picture was found to have, kept on its node in the tree.</summary>
internal static class ImageSize
{
    public static void Set(LinkInline image, int width, int height)
    {
        var attributes = image.GetAttributes();
        attributes.AddPropertyIfNotExist("width", width.ToString(CultureInfo.InvariantCulture));
        attributes.AddPropertyIfNotExist("height", height.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>In CSS pixels; null if unknown.</summary>
    public static int? WidthOf(LinkInline image) => Read(image, "width");

    /// <inheritdoc cref="WidthOf"/>
    public static int? HeightOf(LinkInline image) => Read(image, "height");

    private static int? Read(LinkInline image, string attribute)
    {
        foreach (var (name, value) in image.TryGetAttributes()?.Properties ?? [])
        {
            if (
                name == attribute
                && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels)
            )
                return pixels;
        }
        return null;
    }
}
