using System.Text.RegularExpressions;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>The pictures, films and sounds that a text shows or links to.</summary>
internal static partial class HtmlMedia
{
    /// <returns>Addresses as they are written, and whether each is shown as a picture.</returns>
    public static IEnumerable<(string Address, bool IsPicture)> Of(HtmlTree tree)
    {
        foreach (var element in tree.Body.QuerySelectorAll("img,video,audio,source,a[href],[data-attrs]"))
        {
            switch (element.LocalName)
            {
                case "img" when PictureMarkup.SourceOf(element) is { } source:
                    yield return (source, true);
                    break;
                case "video" or "audio" or "source" when element.GetAttribute("src") is { Length: > 0 } media:
                    yield return (media.Trim(), false);
                    break;
                case "a" when PictureFormats.IsMedia(element.GetAttribute("href")!):
                    yield return (element.GetAttribute("href")!.Trim(), false);
                    break;
            }
            // Substack keeps the pictures of a gallery in an attribute.
            if (element.ClassList.Contains("image-gallery-embed"))
            {
                foreach (Match match in Source().Matches(element.GetAttribute("data-attrs") ?? ""))
                    yield return (match.Groups["address"].Value, true);
            }
        }
    }

    [GeneratedRegex(
        @"""src""\s*:\s*""(?<address>https?://[^""\\]+)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Source();
}
