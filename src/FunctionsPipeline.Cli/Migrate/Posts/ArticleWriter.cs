using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Cli.Migrate.Markdown;
using FunctionsPipeline.Cli.Migrate.Output;
using FunctionsPipeline.Cli.Migrate.Pictures;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Cli.Migrate.Posts;

/// <summary>Writes a post as an article, and says what the site would refuse of it.</summary>
internal sealed class ArticleWriter(
    ExportReading reading,
    OldAddresses addresses,
    PictureStore pictures,
    OutputFolder output,
    TimeProvider time
)
{
    /// <summary>Characters of HTML, of which an article keeps a part.</summary>
    private const long MostText = 3 * ArticleLimits.MaxBytes;

    private static readonly SiteSettings Settings = new();

    private readonly FormerAddresses _former = new(reading.Report);
    private readonly FrontMatterWriter _frontMatter = new(reading.Report);

    public async Task WriteAsync(ExportedPost post, Slug slug, CancellationToken cancellationToken)
    {
        if (post.Held is null && (post.NotBefore ?? post.Date) > time.GetUtcNow())
            post = post with { Held = post.NotBefore is null ? "its date lies ahead" : PostState.Scheduled };
        var image = await CoverAsync(post, cancellationToken);
        if (await BodyAsync(post, cancellationToken) is not { } body)
            return;
        if (string.IsNullOrWhiteSpace(body))
            body = Instead(post, image);
        if (body.Length == 0)
        {
            reading.Report.Add(post.Where, post.Line, "It has no text; it was left out.");
            return;
        }
        if (string.IsNullOrWhiteSpace(post.Title))
            reading.Report.Add(
                post.Where,
                post.Line,
                "It has no title; the site takes one from its text or its address."
            );
        if (post.Date is null && post.Held is null)
            reading.Report.Add(post.Where, post.Line, "It has no date; the site takes that of the file.");
        var text = _frontMatter.Write(post, slug, _former.Of(post, slug), image) + "\n" + body;
        var name = slug.Value + ".md";
        Judge(post, name, text);
        await output.WriteAsync("articles/" + name, text, cancellationToken);
        reading.Report.Articles++;
        if (post.Held is not { } held)
            return;
        reading.Report.Drafts++;
        if (held != PostState.Draft)
            reading.Report.Add(
                post.Where,
                post.Line,
                $"It is a draft here, because {held}. Remove 'status: draft' from {name} to publish it."
            );
    }

    private async Task<string?> CoverAsync(ExportedPost post, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(post.Image))
            return null;
        var address = post.Image.Trim();
        if (await pictures.BringAsync(post, address, isPicture: true, cancellationToken) is { } moved)
            return moved;
        var web = reading.AddressOf(address);
        if (web is not null && web.Host != OldAddresses.UnknownSite.Host)
            return web.AbsoluteUri;
        reading.Report.Add(
            post.Where,
            post.Line,
            $"The picture '{address}' at the top is not in the export; it was left out."
        );
        return null;
    }

    /// <returns>Null if it cannot be read, which the report says.</returns>
    private async Task<string?> BodyAsync(ExportedPost post, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(post.Body.Text))
            return "";
        if (LengthOf(post.Body.Text) is > MostText and var length)
        {
            reading.Report.Add(
                post.Where,
                post.Line,
                $"Its text has {length / (1024 * 1024)} MB, and an article may have {ArticleLimits.MaxBytes / (1024 * 1024)}; it was left out."
            );
            return null;
        }
        if (!post.Body.IsHtml)
        {
            var markdown = new MarkdownBody(post.Body.Text);
            return markdown.Write(await ConversionAsync(post, markdown.Media(), cancellationToken));
        }
        if (HtmlGuard.Refusal(post.Body.Text) is { } refusal)
        {
            reading.Report.Add(post.Where, post.Line, $"Its text cannot be read, because {refusal}; it was left out.");
            return null;
        }
        var tree = HtmlTree.Parse(post.Body.Text);
        return HtmlConverter.Convert(tree, await ConversionAsync(post, HtmlMedia.Of(tree), cancellationToken));
    }

    private async Task<ArticleConversion> ConversionAsync(
        ExportedPost post,
        IEnumerable<(string Address, bool IsPicture)> addressesOfMedia,
        CancellationToken cancellationToken
    )
    {
        var media = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (address, isPicture) in addressesOfMedia.Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await pictures.BringAsync(post, address, isPicture, cancellationToken) is { } moved)
                media[address] = moved;
        }
        return new ArticleConversion(post, reading, addresses, media);
    }

    /// <summary>Without pictures inside the text, which become files.</summary>
    private static long LengthOf(string text)
    {
        if (text.Length <= MostText)
            return text.Length;
        long length = text.Length;
        var rest = text.AsSpan();
        while (rest.IndexOf("data:image/", StringComparison.Ordinal) is >= 0 and var at)
        {
            rest = rest[at..];
            var end = rest.IndexOfAny('"', '\'', ')');
            end = end < 0 ? rest.Length : end;
            length -= end;
            rest = rest[end..];
        }
        return length;
    }

    /// <summary>An article must say something: its picture, or else its summary.</summary>
    private static string Instead(ExportedPost post, string? image) =>
        image is not null ? PictureMarkup.Write(post.ImageAlt ?? post.Title ?? "", image, null) + "\n"
        : string.IsNullOrWhiteSpace(post.Summary) ? ""
        : MarkdownEscape.Text(
            string.Join(' ', post.Summary.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            atStart: true,
            inLink: false
        ) + "\n";

    /// <summary>Reads the article as the site will, so that a refusal is known before the old site is gone.</summary>
    private void Judge(ExportedPost post, string name, string text)
    {
        var source = new ArticleSource(name, Encoding.UTF8.GetBytes(text), time.GetUtcNow());
        foreach (var finding in ArticleReader.Read(source, Settings).Findings.Where(f => f.Severity == Severity.Error))
            reading.Report.Add(
                post.Where,
                post.Line,
                $"The site will refuse {name}{(finding.Line is { } line ? $", line {line}" : "")}: {finding.Message} {finding.Fix}".TrimEnd()
            );
    }
}
