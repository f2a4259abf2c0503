using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// The same articles as a Hugo site with plain templates: a page for each article, a front page, a page for each tag and
/// author, and for the site, the newsletter and each tag an RSS, an Atom and a JSON feed with the full texts of the newest
/// twenty. Not made there: digests, reports, archive and search.
/// </summary>
/// <remarks>
/// However a folder was written, each side gets the articles that our reader publishes from it, under the same address and
/// with the same title, date, tags and author: a layout or a section of its own would leave Hugo without a page.
/// </remarks>
internal sealed class HugoSite
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["config.toml"] = """
            baseURL = "https://clinic.example.org/"
            languageCode = "en"
            title = "Clinic notes"
            [taxonomies]
            tag = "tags"
            author = "authors"
            [permalinks]
            posts = "/:filename/"
            [markup.goldmark.renderer]
            unsafe = false
            [mediaTypes."application/atom+xml"]
            suffixes = ["xml"]
            [outputFormats.atom]
            mediaType = "application/atom+xml"
            baseName = "atom"
            [outputFormats.jsonfeed]
            mediaType = "application/json"
            baseName = "feed"
            [outputs]
            home = ["html", "rss", "atom", "jsonfeed"]
            term = ["html", "rss", "atom", "jsonfeed"]
            taxonomy = ["html"]
            section = ["html"]
            """,
        // Lists of authors have no feeds; the newsletter has one of its own.
        ["content/authors/_index.md"] = "{ \"title\": \"Authors\", \"cascade\": { \"outputs\": [\"html\"] } }",
        ["content/newsletter/_index.md"] =
            "{ \"title\": \"Newsletter\", \"outputs\": [\"html\", \"rss\", \"atom\", \"jsonfeed\"] }",
        ["layouts/_default/baseof.html"] = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{{ .Title }} - {{ site.Title }}</title>
            {{ range .AlternativeOutputFormats }}<link rel="alternate" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}
            <link rel="canonical" href="{{ .Permalink }}"></head><body><header><a href="/">{{ site.Title }}</a></header>
            <main>{{ block "main" . }}{{ end }}</main></body></html>
            """,
        ["layouts/_default/single.html"] = """
            {{ define "main" }}<article><h1>{{ .Title }}</h1><p><time>{{ .Date.Format "2006-01-02" }}</time></p>{{ .Content }}
            <ul>{{ range .GetTerms "tags" }}<li><a href="{{ .Permalink }}">{{ .LinkTitle }}</a></li>{{ end }}
            {{ range .GetTerms "authors" }}<li><a href="{{ .Permalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul></article>{{ end }}
            """,
        ["layouts/_default/list.html"] = """
            {{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range (.Paginate .Pages 20).Pages }}<li><a href="{{ .Permalink }}">{{ .Title }}</a> 
            <time>{{ .Date.Format "2006-01-02" }}</time><p>{{ .Params.summary }}</p></li>{{ end }}</ul>
            {{ with .Paginator.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
            {{ with .Paginator.Next }}<a href="{{ .URL }}">Older</a>{{ end }}{{ end }}
            """,
        ["layouts/_default/list.rss.xml"] = """
            {{ printf "<?xml version=\"1.0\" encoding=\"utf-8\"?>" | safeHTML }}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
            <channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link><description>{{ site.Title }}</description>
            {{ range first 20 (cond (eq .Section "newsletter") site.RegularPages .Pages) }}
            <item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid>
            <pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
            <content:encoded>{{ .Content | html }}</content:encoded></item>{{ end }}</channel></rss>
            """,
        ["layouts/_default/list.atom.xml"] = """
            {{ printf "<?xml version=\"1.0\" encoding=\"utf-8\"?>" | safeHTML }}<feed xmlns="http://www.w3.org/2005/Atom">
            <id>{{ .Permalink }}</id><title>{{ .Title }}</title><link href="{{ .Permalink }}"/>
            {{ range first 20 (cond (eq .Section "newsletter") site.RegularPages .Pages) }}
            <entry><id>{{ .Permalink }}</id><title>{{ .Title }}</title><link href="{{ .Permalink }}"/>
            <updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated>
            <content type="html">{{ .Content | html }}</content></entry>{{ end }}</feed>
            """,
        ["layouts/_default/list.jsonfeed.json"] = """
            { "version": "https://jsonfeed.org/version/1.1", "title": {{ .Title | jsonify }}, 
            "home_page_url": {{ .Permalink | jsonify }}, "items": [
            {{ range $i, $p := first 20 (cond (eq .Section "newsletter") site.RegularPages .Pages) }}{{ if $i }},{{ end }}
            { "id": {{ .Permalink | jsonify }}, "url": {{ .Permalink | jsonify }}, "title": {{ .Title | jsonify }}, 
            "date_published": {{ .Date.Format "2006-01-02T15:04:05Z07:00" | jsonify }}, 
            "content_html": {{ .Content | jsonify }} }
            {{ end }}] }
            """,
    };

    private readonly string _folder;
    private readonly IReadOnlyList<string> _addresses;

    private HugoSite(string folder, IReadOnlyList<string> addresses) => (_folder, _addresses) = (folder, addresses);

    /// <summary>How many HTML files the last build made.</summary>
    public int Pages { get; private set; }

    /// <summary>How many feeds the last build made.</summary>
    public int Feeds { get; private set; }

    /// <param name="published">What our build reports of the corpus.</param>
    public static async Task<HugoSite> PrepareAsync(
        string corpus,
        IEnumerable<ArticleReport> published,
        string folder,
        CancellationToken cancellationToken
    )
    {
        foreach (var (name, text) in Files)
            await WriteAsync(folder, name, text, cancellationToken);
        var addresses = new List<string>();
        foreach (var report in published.Where(r => r.Status == ReportStatus.Published))
        {
            var file = Path.Combine(corpus, report.Source);
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            var source = new ArticleSource(
                report.Source,
                bytes,
                new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero)
            );
            var article = ArticleReader.Read(source, new SiteSettings()).Article!;
            var frontMatter = new
            {
                title = article.Title,
                date = article.Date.ToString(
                    "yyyy-MM-ddTHH:mm:sszzz",
                    System.Globalization.CultureInfo.InvariantCulture
                ),
                tags = SlugsOf(article.Tags),
                authors = SlugsOf([article.Author]),
                summary = article.Summary,
            };
            var body = FrontMatterBlock.Split(FileText.Decode(bytes, [])!, []).Body;
            addresses.Add(report.Slug!);
            await WriteAsync(
                folder,
                $"content/posts/{report.Slug}.md",
                // A shortcode of another site would be a mistake here.
                JsonSerializer.Serialize(frontMatter, Readable)
                    + "\n"
                    + body.Replace("{{", "{ {", StringComparison.Ordinal),
                cancellationToken
            );
        }
        return new HugoSite(folder, addresses);
    }

    /// <param name="output">A folder that is not there yet.</param>
    /// <exception cref="InvalidOperationException">Hugo failed, or made no page of an article.</exception>
    public async Task<double> BuildAsync(string output, CancellationToken cancellationToken)
    {
        var seconds = await Timed.RunAsync(
            "hugo",
            ["--quiet", "--noTimes", "--destination", output],
            _folder,
            cancellationToken
        );
        if (
            _addresses.Where(a => !File.Exists(Path.Combine(output, a, "index.html"))).ToList() is
            { Count: > 0 } missing
        )
            throw new InvalidOperationException(
                $"Hugo made no page of {missing.Count} of {_addresses.Count} articles, such as '{missing[0]}': the two sides did not do the same."
            );
        Pages = Count(output, "*.html");
        Feeds = Count(output, "atom.xml") + Count(output, "feed.json") + Count(output, "index.xml");
        return seconds;
    }

    /// <summary>Ours takes "Back pain" and "back-pain" for one; the other side gets one spelling of each.</summary>
    private static IReadOnlyList<string> SlugsOf(IEnumerable<string?> names) =>
        [.. names.Select(Term.From).OfType<Term>().Select(t => t.Slug).Distinct(StringComparer.Ordinal)];

    private static int Count(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Count();

    private static async Task WriteAsync(string folder, string name, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, new UTF8Encoding(false), cancellationToken);
    }
}
