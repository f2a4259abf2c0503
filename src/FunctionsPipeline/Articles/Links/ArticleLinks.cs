using FunctionsPipeline.Articles.Constructs.Links;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Findings;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Links;

/// <summary>
/// What an article refers to. First it says what it needs (<see cref="Images"/>, <see cref="Sources"/>), then the
/// caller that knows where these are published tells it, and every address in the tree becomes absolute.
/// </summary>
public sealed class ArticleLinks
{
    private readonly Article _article;
    private readonly Uri _site;
    private readonly List<(string Blob, LinkInline? Node, int Line, int Column)> _images = [];
    private readonly List<(string Blob, LinkInline Node, string Fragment, int Line, int Column)> _sources = [];
    private readonly List<Finding> _findings = [];
    private string? _coverUrl;

    private ArticleLinks(Article article, Uri site) => (_article, _site) = (article, site);

    /// <summary>Blobs in <c>articles</c> that are to be published with the article.</summary>
    public IReadOnlyCollection<string> Images => _images.Select(i => i.Blob).ToHashSet(StringComparer.Ordinal);

    /// <summary>Blobs in <c>articles</c> that it links to as articles.</summary>
    public IReadOnlyCollection<string> Sources => _sources.Select(s => s.Blob).ToHashSet(StringComparer.Ordinal);

    public bool IsEmpty => _images.Count == 0 && _sources.Count == 0;

    /// <param name="source">The article's blob name.</param>
    /// <param name="site">The site's address, ending in '/'.</param>
    public static ArticleLinks Of(Article article, string source, Uri site)
    {
        var links = new ArticleLinks(article, site);
        foreach (var link in article.Outline.Links)
            links.Add(link, source);
        foreach (var image in article.Outline.Images)
            links.Add(image, source);
        links.AddCover(source);
        return links;
    }

    /// <summary>Gives every address its final form.</summary>
    /// <param name="images">Blob name to what was published; a blob that is not there has no entry.</param>
    /// <param name="sources">Blob name to the slug of its article; one that is not published has no entry.</param>
    /// <param name="findings">Receives what leads nowhere.</param>
    /// <param name="unfit">Blob name to why it is not shown although it is there.</param>
    /// <returns>The picture at the top; null for none.</returns>
    public CoverImage? Resolve(
        IReadOnlyDictionary<string, PublishedImage> images,
        IReadOnlyDictionary<string, Slug> sources,
        List<Finding> findings,
        IReadOnlyDictionary<string, Finding>? unfit = null
    )
    {
        findings.AddRange(_findings);
        CoverImage? cover = _coverUrl is null ? null : new CoverImage(_coverUrl, _article.ImageAlt ?? "");
        foreach (var (blob, node, line, column) in _images)
        {
            if (!images.TryGetValue(blob, out var image))
            {
                if (node is not null)
                    node.Url = "";
                var why =
                    unfit?.GetValueOrDefault(blob)
                    ?? new Finding(
                        "broken-image",
                        Severity.Warning,
                        $"The picture '{blob}' is not there; its description is shown instead.",
                        "Drop the picture under this name, or fix the name. The page follows by itself."
                    );
                findings.Add(why with { Line = line, Column = column });
            }
            else if (node is null)
            {
                cover = new CoverImage(image.Url, _article.ImageAlt ?? "", image.Width, image.Height)
                {
                    Forms = image.Forms,
                };
            }
            else
            {
                node.Url = SafeUrl.Written(image.Url);
                ImageForms.Set(node, image.Forms);
                if (image is { Width: { } width, Height: { } height } && node.IsImage)
                {
                    ImageSize.Set(node, width, height);
                    PictureInSentence.Arrange(node);
                }
            }
        }
        foreach (var (blob, node, fragment, line, column) in _sources)
        {
            if (sources.TryGetValue(blob, out var slug))
            {
                node.Url = SafeUrl.Written(new Uri(_site, slug.Value + "/").AbsoluteUri + fragment);
                continue;
            }
            node.Url = "";
            findings.Add(
                new Finding(
                    "broken-link",
                    Severity.Warning,
                    $"The link leads to '{blob}', which is not published; only its text is shown.",
                    "Drop that article, or fix the link. The page follows when it is there.",
                    line,
                    column
                )
            );
        }
        return cover;
    }

    private void Add(OutlineLink link, string source)
    {
        if (link.Node is not { } node || node.Url is not { Length: > 0 } url || url[0] == '#')
            return;
        if (Absolute(url) is { } absolute)
        {
            node.Url = absolute;
            return;
        }
        if (BesidePath.Resolve(source, url) is { } blob)
        {
            switch (ArticleName.Classify(blob))
            {
                case DropKind.Article when ArticleName.ExtensionOf(blob).Length > 0:
                    _sources.Add((blob, node, BesidePath.FragmentOf(url), link.Line, link.Column));
                    return;
                case DropKind.Companion:
                    _images.Add((blob, node, link.Line, link.Column));
                    return;
            }
        }
        // Neither a file beside the article nor a whole address: taken as an address on the site, as other systems do.
        node.Url = SafeUrl.OnSite(_site, url);
        _findings.Add(
            new Finding(
                "relative-link",
                Severity.Note,
                $"'{Short(url)}' is neither a file beside the article nor a whole address; it was taken as an address on this site.",
                "Link to the other article's file (other.md), or write the whole address.",
                link.Line,
                link.Column
            )
        );
    }

    private void Add(OutlineImage image, string source)
    {
        if (image.Node.Url is not { Length: > 0 } url)
        {
            // Google Docs and others embed pictures in the text itself (data:).
            _findings.Add(
                new Finding(
                    "broken-image",
                    Severity.Warning,
                    "This picture has no address that pages may have; its description is shown instead.",
                    "Save the picture as a file beside the article, and write its name: ![what it shows](picture.png).",
                    image.Line,
                    image.Column
                )
            );
            return;
        }
        if (Absolute(url) is { } absolute)
        {
            image.Node.Url = absolute;
            return;
        }
        if (BesidePath.Resolve(source, url) is { } blob && ArticleName.Classify(blob) == DropKind.Companion)
        {
            _images.Add((blob, image.Node, image.Line, image.Column));
            return;
        }
        image.Node.Url = "";
        _findings.Add(
            new Finding(
                "broken-image",
                Severity.Warning,
                $"'{Short(url)}' is no picture that can be published; its description is shown instead.",
                "Put a PNG, JPEG, GIF, WebP or SVG beside the article.",
                image.Line,
                image.Column
            )
        );
    }

    private void AddCover(string source)
    {
        if (_article.Image is not { } url)
            return;
        if (Absolute(url) is { } absolute)
            _coverUrl = SafeUrl.Web(absolute);
        else if (BesidePath.Resolve(source, url) is { } blob && ArticleName.Classify(blob) == DropKind.Companion)
            _images.Add((blob, null, _article.ImageLine ?? 1, 1));
        else
            _findings.Add(
                new Finding(
                    "broken-image",
                    Severity.Warning,
                    $"'{Short(url)}' is no picture that can be published.",
                    "Name a PNG, JPEG, GIF, WebP or SVG beside the article.",
                    _article.ImageLine
                )
            );
    }

    /// <summary>
    /// The address if it names its place itself: with a scheme, on another host, or from the site's root; empty if it is one
    /// that pages must not have. Else null.
    /// </summary>
    private string? Absolute(string url)
    {
        if (url.StartsWith("//", StringComparison.Ordinal))
            return SafeUrl.Web("https:" + url) ?? "";
        if (url[0] is '/' or '\\')
            return SafeUrl.OnSite(_site, url);
        return SafeUrl.SchemeOf(url) is null ? null : SafeUrl.Written(url);
    }

    private static string Short(string url) => url.Length <= 60 ? url : url[..57] + "…";
}

/// <summary>A picture, sound or film as it was published.</summary>
/// <param name="Url">Absolute.</param>
/// <param name="Width">In CSS pixels; null if unknown.</param>
public sealed record PublishedImage(string Url, int? Width = null, int? Height = null)
{
    /// <summary>Null if it has none, or none yet.</summary>
    public ImageForms? Forms { get; init; }
}
