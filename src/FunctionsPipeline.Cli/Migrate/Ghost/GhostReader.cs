using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate.Ghost;

/// <summary>
/// Ghost (Settings, Import/Export): a JSON file, alone or together with <c>content/images</c> and the CSV of members in a
/// folder or a ZIP.
/// </summary>
internal sealed class GhostReader : IExportReader
{
    /// <summary>Stands in exports for the site's address.</summary>
    private const string Url = "__GHOST_URL__";

    public string Id => "ghost";

    public string Name => "Ghost";

    public string Hint => "In Ghost, choose Settings, Import/Export, Export content, and name the .json file.";

    public ServiceHelp Help { get; } =
        new(
            "Carries over a Ghost site: posts, pages, pictures and members.",
            "The JSON file of Settings, Import/Export; or a folder or ZIP with that file, content/images and the CSV of members.",
            "fp migrate ghost ghost-export.json moved"
        );

    public async Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken) =>
        (await FilesAsync(source, cancellationToken)).Count > 0 || Subscribers(source).Count > 0;

    public Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken) =>
        Task.FromResult<Uri?>(null);

    public async IAsyncEnumerable<ExportedPost> PostsAsync(
        ExportReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var file in await FilesAsync(reading.Source, cancellationToken))
        {
            var tables = await GhostTables.ReadAsync(file, cancellationToken);
            foreach (var (table, count) in tables.Others)
                reading.Report.Add(
                    file.Path,
                    null,
                    $"{Counted.Of(count, "row")} of '{table}' not carried over: nothing here is like it."
                );
            if (tables.InnerTags > 0)
                reading.Report.Add(
                    file.Path,
                    null,
                    $"{Counted.Of(tables.InnerTags, "internal tag")} left out, which readers never saw."
                );
            await foreach (var (table, row) in new JsonRows(file).ReadAsync(cancellationToken))
            {
                if (table == "posts")
                    yield return PostOf(row, tables, file, reading);
            }
        }
    }

    public IReadOnlyList<SubscriberList> Subscribers(ExportSource source) =>
        [.. source.Files.Where(IsMembers).Select(f => new SubscriberList(f))];

    public async Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken) =>
        IsMembers(file) || await IsExportAsync(file, cancellationToken);

    /// <summary>Mailchimp's lists of members have another name in front.</summary>
    private static bool IsMembers(ExportFile file) =>
        file.Extension == ".csv"
        && file.Stem.Contains("members", StringComparison.OrdinalIgnoreCase)
        && !file.Stem.Contains("members_export", StringComparison.OrdinalIgnoreCase);

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

    private static async Task<bool> IsExportAsync(ExportFile file, CancellationToken cancellationToken)
    {
        if (file.Extension != ".json")
            return false;
        var start = await file.PeekAsync(64 * 1024, cancellationToken);
        return start.TrimStart().StartsWith('{')
            && start.Contains("\"data\"", StringComparison.Ordinal)
            && (
                start.Contains("\"db\"", StringComparison.Ordinal)
                || start.Contains("\"exported_on\"", StringComparison.Ordinal)
            );
    }

    private static ExportedPost PostOf(JsonElement row, GhostTables tables, ExportFile file, ExportReading reading)
    {
        var id = row.Text("id") ?? "";
        var slug = row.Text("slug");
        var where = $"{file.Path} '{slug ?? row.Text("title") ?? id}'";
        var (description, caption) = tables.ImageOf(id);
        if (!string.IsNullOrWhiteSpace(caption))
            reading.Report.Add(
                where,
                null,
                $"The caption of the picture at the top was left out: {HtmlConverter.Words(caption)}"
            );
        foreach (var code in new[] { "codeinjection_head", "codeinjection_foot" })
        {
            if (!string.IsNullOrWhiteSpace(row.Text(code)))
                reading.Report.Add(where, null, $"Code that Ghost put into the page ({code}) was left out.");
        }
        var held = HeldOf(row);
        return new ExportedPost
        {
            Where = where,
            Title = row.Text("title"),
            Slug = slug,
            Date = DateOf(row, "published_at") ?? DateOf(row, "created_at"),
            Address = slug is null ? null : reading.AddressOf("/" + slug + "/"),
            LinkedAs = slug is null ? [] : [$"/p/{row.Text("uuid")}/"],
            Held = held,
            Tags = tables.TagsOf(id),
            Authors = tables.AuthorsOf(id, row.Text("author_id")),
            Summary = row.Text("custom_excerpt") ?? row.Text("meta_description"),
            Image = WithoutUrl(row.Text("feature_image") ?? row.Text("image")),
            ImageAlt = description,
            Language = row.Text("locale") ?? row.Text("language"),
            Canonical =
                WithoutUrl(row.Text("canonical_url")) is { } canonical
                && canonical.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                    ? canonical
                    : null,
            Body = BodyOf(row, where, reading.Report),
        };
    }

    private static PostBody BodyOf(JsonElement row, string where, MigrationReport report)
    {
        var html = row.Text("html");
        if (string.IsNullOrWhiteSpace(html))
        {
            try
            {
                html =
                    row.Text("lexical") is { Length: > 0 } lexical ? LexicalHtml.From(lexical, report, where)
                    : row.Text("mobiledoc") is { Length: > 0 } mobiledoc ? MobiledocHtml.From(mobiledoc, report, where)
                    : null;
            }
            catch (Exception e)
                when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                report.Add(
                    where,
                    null,
                    "Its text as Ghost's editor keeps it cannot be read; its plain text was taken."
                );
            }
        }
        if (string.IsNullOrWhiteSpace(html) && row.Text("markdown") is { Length: > 0 } markdown)
            return PostBody.Markdown(WithoutUrl(markdown));
        if (string.IsNullOrWhiteSpace(html) && row.Text("plaintext") is { Length: > 0 } plain)
            html = string.Concat(plain.Split("\n\n").Select(p => $"<p>{System.Net.WebUtility.HtmlEncode(p)}</p>"));
        return PostBody.Html(WithoutUrl(html));
    }

    private static string? HeldOf(JsonElement row) =>
        row.Text("status") switch
        {
            "draft" => PostState.Draft,
            "scheduled" => PostState.Scheduled,
            "sent" => PostState.MailOnly,
            _ when row.Text("visibility") is not (null or "public") => PostState.Members,
            _ => null,
        };

    /// <summary>Milliseconds since 1970 in older exports, ISO 8601 in newer ones.</summary>
    private static DateTimeOffset? DateOf(JsonElement row, string name)
    {
        if (row.Text(name) is not { Length: > 0 } text)
            return null;
        if (long.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds))
            return milliseconds is > 0 and < 253_402_300_799_000
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : null;
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var date) ? date : null;
    }

    /// <summary>Addresses of the site itself become paths, which lead to the same articles here.</summary>
    private static string? WithoutUrl(string? text) => text?.Replace(Url, "", StringComparison.Ordinal);
}
