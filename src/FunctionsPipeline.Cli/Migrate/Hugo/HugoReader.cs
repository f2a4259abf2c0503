using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Cli.Migrate.Markdown;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate.Hugo;

/// <summary>Hugo: the folder of the site's source, with <c>content</c>, <c>static</c> and its settings.</summary>
internal sealed partial class HugoReader : IExportReader
{
    private const string Content = "content/";

    private static readonly string[] Texts = [".md", ".markdown", ".mdown", ".html", ".htm"];
    private static readonly string[] Others = [".org", ".adoc", ".asciidoc", ".rst", ".pandoc", ".pdc", ".ad"];

    private static readonly string[] Config =
    [
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config.json",
        "config/_default/hugo.toml",
        "config/_default/config.toml",
        "config/_default/hugo.yaml",
        "config/_default/config.yaml",
    ];

    public string Id => "hugo";

    public string Name => "Hugo";

    public string Hint => "Name the folder of the site's source, which holds 'content'.";

    public ServiceHelp Help { get; } =
        new(
            "Carries over a Hugo site: its content with the pictures of pages and of static.",
            "The folder of the site's source, with content.",
            "fp migrate hugo site-source moved"
        );

    public Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken) =>
        Task.FromResult(
            source.Files.Any(f => f.Path.StartsWith(Content, StringComparison.Ordinal) && IsText(f.Extension))
        );

    public async Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken) =>
        (await SiteConfig.ReadAsync(source, Config, cancellationToken)).Address("baseurl");

    public async IAsyncEnumerable<ExportedPost> PostsAsync(
        ExportReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var config = await SiteConfig.ReadAsync(reading.Source, Config, cancellationToken);
        var languages = await HugoLanguages.ReadAsync(reading.Source, config, cancellationToken);
        foreach (var file in reading.Source.Files.Where(IsContent))
        {
            if (Others.Contains(file.Extension))
                reading.Report.Add(
                    file.Path,
                    null,
                    $"Files of this kind ({file.Extension}) are not read; it was left out."
                );
            else if (file.Stem.Split('.')[0] == "_index")
            {
                var head = FrontMatterFile.Read(
                    await file.ReadTextAsync(cancellationToken),
                    file.Path,
                    new MigrationReport()
                );
                if (!string.IsNullOrWhiteSpace(head.Body))
                    reading.Report.Add(
                        file.Path,
                        null,
                        "The text above a list of pages was left out: lists here have none."
                    );
            }
            else if (Texts.Contains(file.Extension))
                yield return await PostAsync(file, config, languages, reading, cancellationToken);
        }
    }

    public IReadOnlyList<SubscriberList> Subscribers(ExportSource source) => [];

    /// <summary>Themes, styles and programs make the old site's look.</summary>
    public Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken) =>
        Task.FromResult(
            (IsContent(file) && IsText(file.Extension))
                || Config.Contains(file.Path)
                || file.Path.Split('/')[0]
                    is "themes"
                        or "layouts"
                        or "archetypes"
                        or "i18n"
                        or "data"
                        or "config"
                        or "public"
                        or "resources"
                        or ".github"
                        or "assets"
                || file.Extension
                    is ".css"
                        or ".scss"
                        or ".js"
                        or ".ico"
                        or ".woff"
                        or ".woff2"
                        or ".ttf"
                        or ".map"
                        or ".lock"
                        or ".sum"
                        or ".mod"
                || file.FileName
                    is ".gitignore"
                        or ".gitmodules"
                        or "netlify.toml"
                        or "README.md"
                        or "LICENSE"
                        or "CNAME"
                        or "robots.txt"
                        or "_redirects"
                        or "_headers"
                        or ".hugo_build.lock"
        );

    private static bool IsText(string extension) =>
        Texts.Contains(extension, StringComparer.Ordinal) || Others.Contains(extension, StringComparer.Ordinal);

    private static bool IsContent(ExportFile file) => file.Path.StartsWith(Content, StringComparison.Ordinal);

    private static async Task<ExportedPost> PostAsync(
        ExportFile file,
        SiteConfig config,
        HugoLanguages languages,
        ExportReading reading,
        CancellationToken cancellationToken
    )
    {
        var head = FrontMatterFile.Read(await file.ReadTextAsync(cancellationToken), file.Path, reading.Report);
        var text = new HugoShortcodes(
            file.Folder,
            (what, line) => reading.Report.Add(file.Path, head.BodyLine + line, what)
        ).Apply(head.Body);
        var body = file.Extension is ".html" or ".htm"
            ? PostBody.Html(text, head.BodyLine, file.Folder)
            : PostBody.Markdown(text, head.BodyLine, file.Folder);
        var post = head.ToPost(file.Path, body);
        var path = languages.PathOf(file);
        var slug = head.Text("slug") ?? post.Slug ?? path.Name;
        var address = head.Text("url") ?? path.Prefix + AddressOf(path, slug, post, config);
        return post with
        {
            Slug = slug,
            Title = post.Title ?? Words(path.Name),
            Language = post.Language ?? path.Language,
            Address = post.Held is null ? reading.AddressOf(Below(reading.Site, address)) : null,
            LinkedAs = [.. path.References.Prepend(file.Path).Select(OldAddresses.OfFile)],
        };
    }

    private static string AddressOf(HugoPath path, string slug, ExportedPost post, SiteConfig config)
    {
        var sections = path.Sections;
        var permalinks = config.Map("permalinks");
        var own =
            sections.Count == 0
                ? null
                : permalinks?.Find(MapEntry.Plain(sections[0]))
                    ?? (permalinks?.Find("page") as MapNode)?.Find(MapEntry.Plain(sections[0]));
        if (own is not ScalarNode { IsEmpty: false } pattern)
            return $"/{string.Concat(sections.Select(s => s + "/"))}{slug}/".ToLowerInvariant();
        var date = post.Date ?? DateTimeOffset.UnixEpoch;
        return Token()
            .Replace(
                pattern.Text,
                token =>
                    token.Value switch
                    {
                        ":year" => date.ToString("yyyy", CultureInfo.InvariantCulture),
                        ":month" => date.ToString("MM", CultureInfo.InvariantCulture),
                        ":monthname" => date.ToString("MMMM", CultureInfo.InvariantCulture).ToLowerInvariant(),
                        ":day" => date.ToString("dd", CultureInfo.InvariantCulture),
                        ":yearday" => date.DayOfYear.ToString(CultureInfo.InvariantCulture),
                        ":section" => sections[0],
                        ":sections" => string.Join('/', sections),
                        ":title" => SlugWriter.From(post.Title ?? path.Name).Value,
                        ":slug" or ":slugorfilename" or ":slugorcontentbasename" => slug,
                        ":filename" or ":contentbasename" => path.Name,
                        _ => token.Value,
                    }
            );
    }

    private static string Below(Uri? site, string path) =>
        site is { AbsolutePath.Length: > 1 } ? site.AbsolutePath.TrimEnd('/') + "/" + path.TrimStart('/') : path;

    private static string Words(string name)
    {
        var words = name.Replace('-', ' ').Replace('_', ' ').Trim();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex(":[a-z]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
