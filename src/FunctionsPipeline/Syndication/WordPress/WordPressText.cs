using System.Net;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Syndication.Texts;

namespace FunctionsPipeline.Syndication.WordPress;

/// <summary>What a post says. Its last link names the original, which is also how a post is known for ours.</summary>
internal static class WordPressText
{
    private const string Strings = "wordpress";
    private const string Href = "href=\"";

    /// <summary>The whole text, or the summary if that is too large.</summary>
    public static async Task<NewPost> OfAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var strings = StringTable.Load(Strings, delivery.Article.Language);
        var excerpt = WebUtility.HtmlEncode(PlainLine.Clean(delivery.OwnText ?? delivery.Article.Summary));
        var whole = await WholeText.OfAsync(delivery, cancellationToken);
        var original = strings.Format(
            whole is null ? "read-on" : "original",
            ("site", PlainLine.Clean(delivery.Settings.Name))
        );
        var link =
            $"<p><a {Href}{WebUtility.HtmlEncode(delivery.Link.AbsoluteUri)}\">{WebUtility.HtmlEncode(original)}</a></p>";
        return new NewPost
        {
            Title = WebUtility.HtmlEncode(PlainLine.Clean(delivery.Article.Title)),
            Content = whole is null ? $"<p>{excerpt}</p>\n{link}" : Block($"{Picture(delivery, whole)}{whole}\n{link}"),
            Excerpt = excerpt,
        };
    }

    /// <summary>Everything of the article that <see cref="OfAsync"/> writes.</summary>
    public static IEnumerable<string?> Shown(Delivery delivery) =>
        [
            delivery.OwnText,
            delivery.Article.Title,
            delivery.Article.Summary,
            delivery.Article.ContentHash ?? delivery.Article.PageHash,
            delivery.Picture,
            delivery.Article.ImageAlt,
            delivery.Article.Language,
            delivery.Settings.Name,
            delivery.Link.AbsoluteUri,
        ];

    public static bool LeadsTo(Post post, Uri link) =>
        post.Content?.Raw is { } text
        && text.LastIndexOf(Href, StringComparison.Ordinal) is >= 0 and var at
        && text.AsSpan(at + Href.Length)
            .StartsWith($"{WebUtility.HtmlEncode(link.AbsoluteUri)}\"", StringComparison.Ordinal);

    /// <summary>
    /// A picture that the text does not show. It stays at our address: what was uploaded would have to be replaced and
    /// deleted with the article, and WordPress has no bin for files.
    /// </summary>
    private static string Picture(Delivery delivery, string text)
    {
        var source = $"src=\"{WebUtility.HtmlEncode(delivery.Picture)}\"";
        if (delivery.Picture is null || text.Contains(source, StringComparison.Ordinal))
            return "";
        var alt = WebUtility.HtmlEncode(PlainLine.Clean(delivery.Article.ImageAlt ?? ""));
        return $"<figure><img {source} alt=\"{alt}\"></figure>\n";
    }

    /// <summary>
    /// Marked as finished HTML: else WordPress makes a line break of each end of a line. Square brackets must stay text,
    /// because it runs what stands between them as a program (a shortcode).
    /// </summary>
    private static string Block(string html) =>
        $"<!-- wp:html -->\n{html.Replace("[", "&#91;", StringComparison.Ordinal)}\n<!-- /wp:html -->";
}
