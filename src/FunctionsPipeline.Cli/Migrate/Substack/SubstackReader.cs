using System.Net;
using System.Runtime.CompilerServices;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate.Substack;

/// <summary>
/// Substack (Settings, Exports): a ZIP with <c>posts.csv</c>, a file of HTML for each post and a CSV of addresses; the lists
/// of who got and who opened a mail are not carried over.
/// </summary>
internal sealed class SubstackReader : IExportReader
{
    /// <summary>Columns of lists of subscribers that no other service has.</summary>
    private static readonly string[] Marks = ["active_subscription", "email_disabled", "days active", "cancel date"];

    public string Id => "substack";

    public string Name => "Substack";

    public string Hint => "In Substack, choose Settings, Exports, Create new export, and name the ZIP.";

    public ServiceHelp Help { get; } =
        new(
            "Carries over a Substack publication: posts, pages and subscribers.",
            "The ZIP of Settings, Exports; or a folder with what is in it.",
            "fp migrate substack export.zip moved --url https://name.substack.com"
        );

    public async Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken)
    {
        foreach (var file in source.Files.Where(f => f.Extension == ".csv" && !f.IsIn("posts")))
        {
            var head = await file.PeekAsync(1024, cancellationToken);
            if (IsTable(file) && head.Contains("post_id", StringComparison.Ordinal))
                return true;
            if (IsSubscribers(file) && Marks.Any(m => head.Contains(m, StringComparison.OrdinalIgnoreCase)))
                return true;
        }
        return false;
    }

    public Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken) =>
        Task.FromResult<Uri?>(null);

    public async IAsyncEnumerable<ExportedPost> PostsAsync(
        ExportReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (reading.Source.Named("posts.csv").FirstOrDefault() is not { } table)
            yield break;
        var texts = reading
            .Source.WithExtension(".html")
            .GroupBy(f => f.Stem, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
        await foreach (var row in new CsvTable(table).RowsAsync(cancellationToken))
        {
            var id = row["post_id"];
            if (texts.Remove(id, out var file))
                yield return PostOf(row, file.Path, await file.ReadTextAsync(cancellationToken), reading);
            else if (row["podcast_url"].Length > 0)
                yield return PostOf(row, $"{table.Path} '{id}'", "", reading);
            else
                reading.Report.Add(
                    table.Path,
                    row.Line,
                    $"The post '{id}' has no text in the export; it was left out."
                );
        }
        foreach (var file in texts.Values)
            reading.Report.Add(file.Path, null, $"{table.Path} does not name this post; it was left out.");
    }

    public IReadOnlyList<SubscriberList> Subscribers(ExportSource source) =>
        [.. source.Files.Where(IsSubscribers).Select(f => new SubscriberList(f))];

    public Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken) =>
        Task.FromResult(file.Extension == ".html" || IsTable(file) || IsSubscribers(file));

    private static bool IsTable(ExportFile file) =>
        file.FileName.Equals("posts.csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>The list of the whole export, and those of the page of subscribers.</summary>
    private static bool IsSubscribers(ExportFile file) =>
        file.Extension == ".csv"
        && !file.IsIn("posts")
        && (
            file.Stem.StartsWith("email_list", StringComparison.OrdinalIgnoreCase)
            || file.Stem.Contains("subscriber", StringComparison.OrdinalIgnoreCase)
            || file.Stem.Contains("signup_emails", StringComparison.OrdinalIgnoreCase)
        );

    private static ExportedPost PostOf(CsvRow row, string where, string html, ExportReading reading)
    {
        var id = row["post_id"];
        var dot = id.IndexOf('.');
        var slug = dot < 0 ? null : id[(dot + 1)..];
        if (row["type"] is "thread")
            reading.Report.Add(where, null, "A thread: what readers answered is not in the export.");
        if (row["podcast_url"] is { Length: > 0 } sound)
            html =
                $"<audio src=\"{WebUtility.HtmlEncode(sound)}\" title=\"{WebUtility.HtmlEncode(row["title"])}\"></audio>{html}";
        return new ExportedPost
        {
            Where = where,
            Title = row["title"],
            Slug = slug,
            Date = row.Date("post_date") ?? row.Date("email_sent_at"),
            Address = slug is null ? null : reading.AddressOf("/p/" + slug),
            Held = HeldOf(row),
            Summary = WebUtility.HtmlDecode(row["subtitle"]),
            Body = PostBody.Html(SubstackPictures.AtTheirSource(html), 1),
        };
    }

    private static string? HeldOf(CsvRow row) =>
        !row.IsTrue("is_published") ? PostState.Draft
        : row["audience"] is "" or "everyone" ? null
        : PostState.Members;
}
