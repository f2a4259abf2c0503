using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Cli.Migrate.Markdown;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate.Jekyll;

/// <summary>Jekyll: the folder of the site's source, with <c>_posts</c>, <c>_drafts</c> and pages.</summary>
internal sealed partial class JekyllReader : IExportReader
{
    private static readonly string[] Texts = [".md", ".markdown", ".mkd", ".mkdn", ".html", ".htm", ".textile"];
    private static readonly string[] Config = ["_config.yml", "_config.yaml", "_config.toml"];

    public string Id => "jekyll";

    public string Name => "Jekyll";

    public string Hint => "Name the folder of the site's source, which holds _config.yml and _posts.";

    public ServiceHelp Help { get; } =
        new(
            "Carries over a Jekyll site: posts, drafts and pages, with their pictures.",
            "The folder of the site's source, with _config.yml and _posts.",
            "fp migrate jekyll site-source moved"
        );

    public Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken) =>
        Task.FromResult(source.Files.Any(f => (IsPost(f) || IsDraft(f)) && Texts.Contains(f.Extension)));

    public async Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken) =>
        (await SiteConfig.ReadAsync(source, Config, cancellationToken)).Address("url", "baseurl");

    public async IAsyncEnumerable<ExportedPost> PostsAsync(
        ExportReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var config = await SiteConfig.ReadAsync(reading.Source, Config, cancellationToken);
        foreach (var file in reading.Source.Files.Where(f => Texts.Contains(f.Extension)))
        {
            if (IsPost(file) || IsDraft(file))
            {
                if (file.Extension == ".textile")
                    reading.Report.Add(file.Path, null, "Textile is not read; the post was left out.");
                else if (IsDraft(file) || DatedName().IsMatch(file.Stem))
                    yield return await PostAsync(file, config, reading, cancellationToken);
                else
                    reading.Report.Add(
                        file.Path,
                        null,
                        "Its name has no date in front, without which Jekyll shows no post; it was left out."
                    );
            }
            else if (IsPage(file))
            {
                if (await PageAsync(file, config, reading, cancellationToken) is { } page)
                    yield return page;
            }
        }
    }

    public IReadOnlyList<SubscriberList> Subscribers(ExportSource source) => [];

    /// <summary>Layouts, styles and programs make the old site's look.</summary>
    public Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken) =>
        Task.FromResult(
            Texts.Contains(file.Extension) && (IsPost(file) || IsDraft(file) || IsPage(file))
                || file.Path.Split('/')[0]
                    is "_layouts"
                        or "_includes"
                        or "_sass"
                        or "_plugins"
                        or ".github"
                        or "vendor"
                        or "css"
                        or "js"
                || file.Extension
                    is ".css"
                        or ".scss"
                        or ".sass"
                        or ".js"
                        or ".lock"
                        or ".gemspec"
                        or ".ico"
                        or ".woff"
                        or ".woff2"
                        or ".ttf"
                        or ".map"
                || Config.Contains(file.Path)
                || file.FileName
                    is "Gemfile"
                        or "Rakefile"
                        or "CNAME"
                        or ".gitignore"
                        or "README.md"
                        or "404.html"
                        or "404.md"
                        or "LICENSE"
                        or "feed.xml"
                        or "robots.txt"
                        or "sitemap.xml"
        );

    private static bool IsPost(ExportFile file) =>
        file.Path.StartsWith("_posts/", StringComparison.Ordinal)
        || file.Path.Contains("/_posts/", StringComparison.Ordinal);

    private static bool IsDraft(ExportFile file) =>
        file.Path.StartsWith("_drafts/", StringComparison.Ordinal)
        || file.Path.Contains("/_drafts/", StringComparison.Ordinal);

    private static bool IsPage(ExportFile file) =>
        !file.Path.Split('/').Any(p => p.StartsWith('_') || p.StartsWith('.'))
        && file.Path.Split('/')[0] is not ("vendor" or "node_modules")
        && !file.Stem.Equals("readme", StringComparison.OrdinalIgnoreCase)
        && file.Stem is not ("404" or "LICENSE" or "CONTRIBUTING" or "CHANGELOG");

    private static async Task<ExportedPost> PostAsync(
        ExportFile file,
        SiteConfig config,
        ExportReading reading,
        CancellationToken cancellationToken
    )
    {
        var head = FrontMatterFile.Read(await file.ReadTextAsync(cancellationToken), file.Path, reading.Report);
        var name = DatedName().Match(file.Stem);
        var slug = name.Success ? name.Groups["slug"].Value : file.Stem;
        var fromName =
            name.Success
            && DateTimeOffset.TryParse(
                name.Groups["date"].Value,
                System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal,
                out var day
            )
                ? day
                : (DateTimeOffset?)null;
        var post = head.ToPost(file.Path, Body(file, head, reading));
        var folders = CategoriesOf(file);
        post = post with
        {
            Title = post.Title ?? Words(slug),
            Slug = head.Text("slug") ?? post.Slug ?? slug,
            Date = post.Date ?? fromName,
            IsDateOnly = post.Date is null ? fromName is not null : post.IsDateOnly,
            Tags = [.. folders.Concat(Spaced(head, "categories", "category", "tags", "tag") ?? post.Tags)],
            Held = IsDraft(file) ? PostState.Draft : post.Held,
            LinkedAs =
            [
                OldAddresses.OfFile(file.Path),
                OldAddresses.OfFile("post_url/" + file.Stem),
                OldAddresses.OfFile(file.Path[..^file.Extension.Length]),
            ],
        };
        var address = Permalink.Of(
            head.Text("permalink") ?? config.Text("permalink") ?? "date",
            post,
            slug,
            [.. folders, .. Spaced(head, "categories", "category") ?? []]
        );
        return post with { Address = post.Held is null ? reading.AddressOf(Below(reading.Site, address)) : null };
    }

    private static async Task<ExportedPost?> PageAsync(
        ExportFile file,
        SiteConfig config,
        ExportReading reading,
        CancellationToken cancellationToken
    )
    {
        var text = await file.ReadTextAsync(cancellationToken);
        if (!text.TrimStart().StartsWith("---", StringComparison.Ordinal))
        {
            if (file.Extension is ".html" or ".htm")
                reading.Report.Add(file.Path, null, "A page without front matter; it was left out.");
            return null;
        }
        if (file.Extension is ".html" or ".htm" || file.Stem == "index")
        {
            reading.Report.Add(file.Path, null, "A page that the old site fills in by itself; it was left out.");
            return null;
        }
        var head = FrontMatterFile.Read(text, file.Path, reading.Report);
        var post = head.ToPost(file.Path, Body(file, head, reading));
        var path =
            head.Text("permalink")
            ?? "/" + file.Path[..^file.Extension.Length] + (config.Text("permalink") is "pretty" ? "/" : ".html");
        return post with
        {
            Title = post.Title ?? Words(file.Stem),
            Slug = head.Text("slug") ?? post.Slug ?? file.Stem,
            LinkedAs = [OldAddresses.OfFile(file.Path)],
            Address = reading.AddressOf(Below(reading.Site, path)),
        };
    }

    private static PostBody Body(ExportFile file, FrontMatterFile head, ExportReading reading)
    {
        var text = new Liquid(
            reading.Site,
            head.Values.Title,
            (what, line) => reading.Report.Add(file.Path, head.BodyLine + line, what)
        ).Apply(head.Body);
        return file.Extension is ".html" or ".htm"
            ? PostBody.Html(text, head.BodyLine, file.Folder)
            : PostBody.Markdown(
                Kramdown.WithoutAttributes(
                    text,
                    () => reading.Report.Add(file.Path, null, "Attributes of kramdown ('{: …}') were left out.")
                ),
                head.BodyLine,
                file.Folder
            );
    }

    /// <summary>Jekyll takes the words of one text for several tags.</summary>
    private static List<string>? Spaced(FrontMatterFile head, params ReadOnlySpan<string> keys)
    {
        var tags = new List<string>();
        foreach (var key in keys)
        {
            switch (head.Map?.Find(key))
            {
                case ScalarNode { IsEmpty: false } text:
                    tags.AddRange(
                        text.Text.Split(
                            text.Text.Contains(',') ? [','] : [' '],
                            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                        )
                    );
                    break;
                case ListNode list:
                    tags.AddRange(list.Items.OfType<ScalarNode>().Where(i => !i.IsEmpty).Select(i => i.Text.Trim()));
                    break;
            }
        }
        return tags.Count == 0 ? null : tags;
    }

    /// <summary>Folders in front of <c>_posts</c> are categories.</summary>
    private static List<string> CategoriesOf(ExportFile file) =>
        [.. file.Path.Split('/').TakeWhile(p => p is not ("_posts" or "_drafts")).Where(p => p.Length > 0)];

    private static string Below(Uri? site, string path) =>
        site is { AbsolutePath.Length: > 1 } ? site.AbsolutePath.TrimEnd('/') + path : path;

    private static string Words(string slug)
    {
        var words = slug.Replace('-', ' ').Replace('_', ' ').Trim();
        return words.Length == 0 ? slug : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex(
        @"^(?<date>\d{4}-\d{1,2}-\d{1,2})-(?<slug>.+)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex DatedName();
}
