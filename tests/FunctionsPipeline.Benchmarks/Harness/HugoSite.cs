namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// The same posts as a Hugo site with plain templates: a page for each post, a front page, a page and an RSS feed with the
/// full text for each tag. Less than ours makes (one feed format, no author pages, archive, search, digests or reports).
/// </summary>
internal sealed class HugoSite
{
    private readonly string _folder;

    private HugoSite(string folder) => _folder = folder;

    /// <summary>How many pages the last build made.</summary>
    public int Pages { get; private set; }

    public static async Task<HugoSite> PrepareAsync(string corpus, string folder, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["config.toml"] = """
                baseURL = "https://clinic.example.org/"
                languageCode = "en"
                title = "Clinic notes"
                [taxonomies]
                tag = "tags"
                [markup.goldmark.renderer]
                unsafe = false
                """,
            ["layouts/_default/baseof.html"] = """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ .Title }} - {{ site.Title }}</title>
                {{ with .OutputFormats.Get "rss" }}<link rel="alternate" type="application/rss+xml" href="{{ .Permalink }}">{{ end }}
                <link rel="canonical" href="{{ .Permalink }}"></head><body><header><a href="/">{{ site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main></body></html>
                """,
            ["layouts/_default/single.html"] = """
                {{ define "main" }}<article><h1>{{ .Title }}</h1><p><time>{{ .Date.Format "2006-01-02" }}</time> {{ .Params.author }}</p>{{ .Content }}
                <ul>{{ range .GetTerms "tags" }}<li><a href="{{ .Permalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul></article>{{ end }}
                """,
            ["layouts/_default/list.html"] = """
                {{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range (.Paginate .Pages 20).Pages }}<li><a href="{{ .Permalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2006-01-02" }}</time><p>{{ .Params.summary }}</p></li>{{ end }}</ul>
                {{ with .Paginator.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}{{ with .Paginator.Next }}<a href="{{ .URL }}">Older</a>{{ end }}{{ end }}
                """,
            ["layouts/_default/rss.xml"] = """
                {{ printf "<?xml version=\"1.0\" encoding=\"utf-8\"?>" | safeHTML }}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link><description>{{ site.Title }}</description>
                {{ range first 20 .Pages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid><pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><content:encoded>{{ .Content | html }}</content:encoded></item>{{ end }}</channel></rss>
                """,
        };
        foreach (var (name, text) in files)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        foreach (var post in Directory.EnumerateFiles(corpus, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, "content", "posts", Path.GetRelativePath(corpus, post));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(post, target);
        }
        return new HugoSite(folder);
    }

    /// <param name="output">A folder that is not there yet.</param>
    public async Task<double> BuildAsync(string output, CancellationToken cancellationToken)
    {
        var seconds = await Timed.RunAsync(
            "hugo",
            ["--quiet", "--noTimes", "--destination", output],
            _folder,
            cancellationToken
        );
        Pages = Directory.EnumerateFiles(output, "*.html", SearchOption.AllDirectories).Count();
        return seconds;
    }
}
