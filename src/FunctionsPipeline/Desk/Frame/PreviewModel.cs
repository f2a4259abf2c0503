using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Desk;

/// <summary>What <c>desk-preview.hbs</c> is rendered over: a document in frames, or a text.</summary>
public sealed record PreviewModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public required IReadOnlyList<DeskSection> Kinds { get; init; }

    /// <summary>What had to be left out or changed.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    public IReadOnlyList<PreviewFrame> Frames { get; init; } = [];

    /// <summary>Null for frames.</summary>
    public string? Text { get; init; }
}

/// <param name="Width">CSS class: <c>phone</c> or <c>desktop</c>.</param>
public sealed record PreviewFrame(string Text, string Width, string Href)
{
    /// <summary>Phone and desktop, light and dark.</summary>
    /// <param name="address">Of the document, with a query that <c>&amp;look=</c> can follow.</param>
    public static IReadOnlyList<PreviewFrame> All(DeskPage page, string address) =>
        [
            new(page.Strings["preview-phone-light"], "phone", address + "&look=light"),
            new(page.Strings["preview-desktop-light"], "desktop", address + "&look=light"),
            new(page.Strings["preview-phone-dark"], "phone", address + "&look=dark"),
            new(page.Strings["preview-desktop-dark"], "desktop", address + "&look=dark"),
        ];
}

/// <summary>A document that is shown in a frame, in the light that was chosen.</summary>
public static partial class FramedHtml
{
    /// <param name="look"><c>dark</c> or <c>light</c>; anything else leaves it to the browser.</param>
    public static byte[] Of(string html, string? look)
    {
        var still = Still(html);
        return Encoding.UTF8.GetBytes(
            look is not ("dark" or "light")
                ? still
                : DarkRule()
                    .Replace(still, look == "dark" ? "@media all" : "@media not all")
                    .Replace("color-scheme: light dark", "color-scheme: " + look, StringComparison.Ordinal)
                    .Replace("content=\"light dark\"", $"content=\"{look}\"", StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// Without what a frame of the desk is not allowed to run or load: the page's script, and the site's fonts, for which the
    /// fonts of similar width stand that the page names for the time until they are there.
    /// </summary>
    public static string Still(string html) => Live().Replace(html, "");

    [GeneratedRegex(
        "<script>.*?</script>|<link rel=\"preload\"[^>]*>|@font-face\\{[^}]*url\\([^}]*\\}",
        RegexOptions.NonBacktracking | RegexOptions.Singleline
    )]
    private static partial Regex Live();

    /// <summary>In the style sheets of pages and mails, each with white space of its own.</summary>
    [GeneratedRegex("@media ?\\(prefers-color-scheme: ?dark\\)", RegexOptions.NonBacktracking)]
    private static partial Regex DarkRule();
}
