using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate.WordPress;

/// <summary>
/// WordPress (Tools, Export): one XML file or several, alone or together with <c>wp-content/uploads</c> in a folder or a
/// ZIP.
/// </summary>
internal sealed class WordPressReader : IExportReader
{
    /// <summary>What WordPress keeps for itself, and what no reader ever read.</summary>
    private static readonly string[] Inner =
    [
        "nav_menu_item",
        "wp_navigation",
        "wp_block",
        "wp_template",
        "wp_template_part",
        "wp_global_styles",
        "wp_font_family",
        "wp_font_face",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
        "revision",
        "user_request",
        "feedback",
    ];

    public string Id => "wordpress";

    public string Name => "WordPress";

    public string Hint => "In WordPress, choose Tools, Export, All content, and name the .xml file.";

    public ServiceHelp Help { get; } =
        new(
            "Carries over a WordPress site: posts and pages, with their pictures where the export has them.",
            "The XML file of Tools, Export; or a folder or ZIP with such files and wp-content/uploads.",
            "fp migrate wordpress site.WordPress.xml moved --fetch-pictures"
        );

    public async Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken) =>
        (await FilesAsync(source, cancellationToken)).Count > 0;

    public async Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken)
    {
        foreach (var file in await FilesAsync(source, cancellationToken))
        {
            var wxr = new WxrFile(file, skipBroken: true, new MigrationReport());
            await foreach (var _ in wxr.ItemsAsync(cancellationToken))
                break;
            if (Uri.TryCreate(wxr.Site?.TrimEnd('/') + "/", UriKind.Absolute, out var site))
                return site;
        }
        return null;
    }

    public async IAsyncEnumerable<ExportedPost> PostsAsync(
        ExportReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var files = await FilesAsync(reading.Source, cancellationToken);
        var (library, authors) = await LibraryAsync(files, reading, cancellationToken);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var wxr = new WxrFile(file, reading.Options.SkipBroken, reading.Report);
            await foreach (var item in wxr.ItemsAsync(cancellationToken))
            {
                if (item.Type is "post" or "page" && item.Status != "trash")
                    yield return PostOf(item, file, library, authors, reading);
                else if (item.Type != "attachment")
                    LeaveOut(item, file, counts, reading.Report);
            }
        }
        foreach (var (type, count) in counts)
            reading.Report.Add(
                reading.Source.Name,
                null,
                $"Of type '{type}': {count} not carried over, which only WordPress uses."
            );
        if (library.Count > 0)
            reading.Report.Add(
                reading.Source.Name,
                null,
                $"{Counted.Of(library.Count, "file")} of the media library: those that articles show came along or are named here; all others stay at the old site."
            );
    }

    public IReadOnlyList<SubscriberList> Subscribers(ExportSource source) => [];

    public Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken) =>
        IsExportAsync(file, cancellationToken);

    private static async Task<List<ExportFile>> FilesAsync(ExportSource source, CancellationToken cancellationToken)
    {
        var found = new List<ExportFile>();
        foreach (var file in source.Files)
        {
            if (await IsExportAsync(file, cancellationToken))
                found.Add(file);
        }
        return found;
    }

    private static async Task<bool> IsExportAsync(ExportFile file, CancellationToken cancellationToken) =>
        file.Extension is ".xml" or ".wxr"
        && (await file.PeekAsync(16 * 1024, cancellationToken)).Contains(
            "wordpress.org/export/",
            StringComparison.Ordinal
        );

    /// <summary>Posts name files that stand behind them in the export: those are read first.</summary>
    private static async Task<(MediaLibrary Library, Dictionary<string, string> Authors)> LibraryAsync(
        List<ExportFile> files,
        ExportReading reading,
        CancellationToken cancellationToken
    )
    {
        var library = new MediaLibrary();
        var authors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var wxr = new WxrFile(file, reading.Options.SkipBroken, new MigrationReport());
            await foreach (var item in wxr.ItemsAsync(cancellationToken))
            {
                if (item.Type == "attachment")
                    library.Add(item);
            }
            foreach (var (login, name) in wxr.Authors)
                authors[login] = name;
        }
        return (library, authors);
    }

    private static ExportedPost PostOf(
        WxrItem item,
        ExportFile file,
        MediaLibrary library,
        Dictionary<string, string> authors,
        ExportReading reading
    )
    {
        if (item.Comments > 0)
            reading.Report.Add(
                file.Path,
                item.Line,
                $"{Counted.Of(item.Comments, "comment")} on '{item.Label}' not carried over."
            );
        var image = item.Meta.TryGetValue("_thumbnail_id", out var thumbnail) ? library.Find(thumbnail) : null;
        var content = new WordPressContent(item, file.Path, library, reading.Report).ToHtml();
        return new ExportedPost
        {
            Where = file.Path,
            Line = item.Line,
            Title = HtmlConverter.Words(item.Title),
            Slug = item.Name.Length > 0 ? item.Name : null,
            Date = DateOf(item),
            Address = item.Status == "publish" ? reading.AddressOf(item.Link) : null,
            LinkedAs = item.Id.Length > 0 ? [$"/?p={item.Id}", $"/?page_id={item.Id}"] : [],
            Held = HeldOf(item),
            Tags = [.. item.Terms.Select(HtmlConverter.Words)],
            Authors = item.Creator.Length == 0 ? [] : [authors.GetValueOrDefault(item.Creator, item.Creator)],
            Summary = SummaryOf(item),
            Image = image?.Address,
            ImageAlt = image?.Description,
            Canonical = item.Meta.GetValueOrDefault("_yoast_wpseo_canonical"),
            Body = PostBody.Html(content, item.ContentLine),
        };
    }

    private static string? SummaryOf(WxrItem item)
    {
        var excerpt = HtmlConverter.Words(item.Excerpt);
        return excerpt.Length > 0 ? excerpt : item.Meta.GetValueOrDefault("_yoast_wpseo_metadesc");
    }

    private static string? HeldOf(WxrItem item) =>
        item.Status switch
        {
            _ when item.Password.Length > 0 => PostState.Password,
            "publish" or "" => null,
            "private" => PostState.Private,
            "future" => PostState.Scheduled,
            _ => PostState.Draft,
        };

    private static DateTimeOffset? DateOf(WxrItem item)
    {
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        foreach (var text in new[] { item.DateGmt, item.Date, item.PubDate })
        {
            if (
                !text.StartsWith("0000", StringComparison.Ordinal)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var date)
                && date.Year is >= 1000 and < 9998
            )
                return date;
        }
        return null;
    }

    private static void LeaveOut(
        WxrItem item,
        ExportFile file,
        SortedDictionary<string, int> counts,
        MigrationReport report
    )
    {
        if (Inner.Contains(item.Type, StringComparer.Ordinal) && item.Type != "wp_block")
            counts[item.Type] = counts.GetValueOrDefault(item.Type) + 1;
        else if (item.Status == "trash")
            report.Add(file.Path, item.Line, $"'{item.Label}' was in the trash; it was left out.");
        else
            report.Add(
                file.Path,
                item.Line,
                $"'{item.Label}' is of type '{item.Type}', which is neither a post nor a page; it was left out."
            );
    }
}
