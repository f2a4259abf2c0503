using System.Globalization;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles.Digest;

/// <summary>
/// An article's e-mail form, made when it is published and stored for the newsletters to come: one JSON blob,
/// <c>state/digests/&lt;slug&gt;.json</c>. The HTML are fragments for a letter of 600 pixels that brings
/// <c>mail-head.hbs</c>; all addresses in them are absolute.
/// </summary>
public sealed record ArticleDigest
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>The page's address, absolute.</summary>
    public required string Url { get; init; }

    /// <summary>Title, picture, summary and a link: a table to put into a cell.</summary>
    public required Utf8Text TeaserHtml { get; init; }

    /// <summary>The same as plain text, lines of at most 72 characters.</summary>
    public required Utf8Text TeaserText { get; init; }

    /// <summary>Title, byline and the whole article: a table to put into a cell.</summary>
    public required Utf8Text FullHtml { get; init; }

    /// <summary>The same as plain text.</summary>
    public required Utf8Text FullText { get; init; }

    /// <summary>
    /// The full form as a whole letter, to be looked at: what a newsletter of this article alone would hold.
    /// </summary>
    public string ToDocument(ITheme theme, SiteSettings settings)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        theme.Render(
            "digest",
            new DigestModel(MailFrame.For(settings, Title, "", Language), FullHtml.ToString()),
            output
        );
        return output.ToString();
    }
}

/// <summary>What the template <c>digest</c> reads.</summary>
internal sealed record DigestModel(MailFrame Mail, string Body);
