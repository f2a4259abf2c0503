using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>A picture with its description and its caption.</summary>
internal static class PictureMarkup
{
    /// <summary>Where pages that load pictures late keep the address.</summary>
    private static readonly string[] LateSources = ["data-src", "data-lazy-src", "data-original", "data-orig-file"];

    /// <param name="caption">Shown below a picture that stands alone; null for none.</param>
    /// <returns>Null for a picture without an address, and for one that counts readers.</returns>
    public static string? Of(IElement image, string? caption, IConversion conversion)
    {
        if (IsPixel(image) || SourceOf(image) is not { } source)
            return null;
        var alt = image.GetAttribute("alt") ?? "";
        if (conversion.MediaAt(source) is { Length: > 0 } address)
            return Write(alt, address, caption ?? image.GetAttribute("title"));
        conversion.NotCarried(
            "A picture has no address that an article may have; it was left out.",
            HtmlTree.LineOf(image)
        );
        return null;
    }

    public static string Write(string description, string address, string? caption) =>
        $"![{Plain(description)}]({MarkdownEscape.Address(address)}{MarkdownEscape.Title(caption)})";

    /// <summary>The address of the picture itself, not that of what stands for it while it loads.</summary>
    public static string? SourceOf(IElement image)
    {
        var source = image.GetAttribute("src")?.Trim();
        var isPlaceholder = string.IsNullOrEmpty(source) || IsPlaceholder(source);
        if (isPlaceholder)
            source =
                LateSources.Select(image.GetAttribute).FirstOrDefault(s => !string.IsNullOrWhiteSpace(s))
                ?? FirstOfSet(image)
                ?? source;
        return string.IsNullOrWhiteSpace(source) ? null : source.Trim();
    }

    private static bool IsPlaceholder(string source) =>
        source.StartsWith("data:image/svg+xml", StringComparison.OrdinalIgnoreCase)
        || (source.StartsWith("data:image/gif", StringComparison.OrdinalIgnoreCase) && source.Length < 200);

    private static string? FirstOfSet(IElement image) =>
        (image.GetAttribute("srcset") ?? image.GetAttribute("data-srcset"))
            ?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault();

    /// <summary>Mail services count readers by pictures of one dot.</summary>
    private static bool IsPixel(IElement image) =>
        image.GetAttribute("width") is "1" or "0" || image.GetAttribute("height") is "1" or "0";

    private static string Plain(string text) =>
        MarkdownEscape.Text(
            string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            atStart: false,
            inLink: true
        );
}
