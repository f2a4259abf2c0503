using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate.Buttondown;

/// <summary>
/// Buttondown (Settings, Export): <c>emails.csv</c> or <c>emails.json</c> with a file of Markdown or HTML for each mail in
/// <c>emails/</c>, and <c>subscribers.csv</c>.
/// </summary>
internal sealed class ButtondownReader : IExportReader
{
    public string Id => "buttondown";

    public string Name => "Buttondown";

    public string Hint => "In Buttondown, choose Settings, Export your data, and name the ZIP or its folder.";

    public ServiceHelp Help { get; } =
        new(
            "Carries over a Buttondown newsletter: its mails and its subscribers.",
            "The ZIP of Settings, Export; or a folder with what is in it.",
            "fp migrate buttondown export.zip moved --url https://buttondown.com/name"
        );

    public async Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken)
    {
        if (source.Named("emails.csv").Concat(source.Named("emails.json")).Any())
            return true;
        foreach (var list in Subscribers(source))
        {
            if (
                (await list.File.PeekAsync(2048, cancellationToken)).Contains(
                    "creation_date",
                    StringComparison.OrdinalIgnoreCase
                )
            )
                return true;
        }
        return source.Files.Any(f => f.IsIn("emails") && f.Extension == ".md");
    }

    public Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken) =>
        Task.FromResult<Uri?>(null);

    public async IAsyncEnumerable<ExportedPost> PostsAsync(
        ExportReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var texts = reading
            .Source.Files.Where(IsText)
            .GroupBy(f => f.Stem, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
        await foreach (var mail in MailsAsync(reading.Source, cancellationToken))
        {
            var file =
                mail["slug"] is { Length: > 0 } slug && texts.Remove(slug, out var bySlug) ? bySlug
                : texts.Remove(mail["id"], out var byId) ? byId
                : null;
            if (file is not null)
                yield return PostOf(mail, file.Path, await file.ReadTextAsync(cancellationToken), 1, reading);
            else if (mail["body"].Length > 0)
                yield return PostOf(mail, $"emails '{mail["slug"]}'", mail["body"], null, reading);
            else
                reading.Report.Add(
                    "emails",
                    mail.Line,
                    $"The mail '{mail["subject"]}' has no text in the export; it was left out."
                );
        }
        foreach (var file in texts.Values.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            var text = await file.ReadTextAsync(cancellationToken);
            yield return MailFile.Read(file, text, reading);
        }
    }

    public IReadOnlyList<SubscriberList> Subscribers(ExportSource source) =>
        [.. source.Files.Where(IsSubscribers).Select(f => new SubscriberList(f))];

    public Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken) =>
        Task.FromResult(IsText(file) || IsSubscribers(file) || file.FileName is "emails.csv" or "emails.json");

    private static bool IsText(ExportFile file) =>
        file.Extension is ".md" or ".html" or ".txt"
        && (file.IsIn("emails") || file.Path.StartsWith("emails", StringComparison.OrdinalIgnoreCase));

    private static bool IsSubscribers(ExportFile file) =>
        file.Extension == ".csv" && file.Stem.Contains("subscribers", StringComparison.OrdinalIgnoreCase);

    private static async IAsyncEnumerable<CsvRow> MailsAsync(
        ExportSource source,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (source.Named("emails.csv").FirstOrDefault() is { } table)
        {
            await foreach (var row in new CsvTable(table).RowsAsync(cancellationToken))
                yield return row;
        }
        else if (source.Named("emails.json").FirstOrDefault() is { } json)
        {
            await using var content = json.Open();
            await using var rows = JsonSerializer
                .DeserializeAsyncEnumerable(content, ButtondownJson.Default.JsonElement, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(rows, json))
                yield return new CsvRow(
                    rows.Current.EnumerateObject()
                        .ToDictionary(p => p.Name, p => rows.Current.Text(p.Name) ?? "", StringComparer.Ordinal),
                    0
                );
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<JsonElement> rows, ExportFile file)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (JsonException e)
        {
            throw new MigrationException(
                $"'{file.Path}' ends early or is broken on line {(e.LineNumber ?? 0) + 1}. Download the export again.",
                e
            );
        }
    }

    private static ExportedPost PostOf(CsvRow mail, string where, string text, int? firstLine, ExportReading reading)
    {
        var slug = mail["slug"].Length > 0 ? mail["slug"] : null;
        return new ExportedPost
        {
            Where = where,
            Title = mail["subject"],
            Slug = slug,
            Date = mail.Date("publish_date") ?? mail.Date("creation_date"),
            Address = slug is null ? null : ArchiveAddress(slug, reading),
            LinkedAs = slug is null ? [] : [$"/archive/{slug}/"],
            Held = HeldOf(mail),
            Summary = mail["description"],
            Image = mail["image"],
            Canonical = mail["canonical_url"] is { Length: > 0 } canonical ? canonical : null,
            Body = MailFile.BodyOf(text, where, firstLine, reading.Report),
        };
    }

    /// <summary>Below the newsletter's own address, which is that of a user or of a domain.</summary>
    internal static Uri? ArchiveAddress(string slug, ExportReading reading) =>
        reading.Site is { } site && site.AbsolutePath.Length > 1
            ? new Uri(site, site.AbsolutePath.TrimEnd('/') + $"/archive/{slug}/")
            : reading.AddressOf($"/archive/{slug}/");

    private static string? HeldOf(CsvRow mail) =>
        mail["status"].ToLowerInvariant() switch
        {
            "draft" or "transactional" or "deleted" => PostState.Draft,
            "scheduled" or "about_to_send" => PostState.Scheduled,
            _ when mail["email_type"].ToLowerInvariant() is "premium" or "paid" or "premium_only" => PostState.Members,
            _ when mail["email_type"].ToLowerInvariant() is "private" or "hidden" => PostState.Private,
            _ when mail["publish_date"].Length == 0 => PostState.Draft,
            _ => null,
        };
}
