using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Report;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Publishing;

/// <summary>The answers to staff, one a source; the last one also remembers which slug the source holds.</summary>
internal sealed partial class Reports(IBlobStore store, ILogger logger)
{
    /// <summary>The report of the source's last version. One that a person damaged is as good as none.</summary>
    public async Task<ArticleReport?> ReadAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            return (
                await store.ReadJsonAsync(ArticleReport.JsonOf(source), ArticleJson.Report, cancellationToken)
            )?.Value;
        }
        catch (JsonException)
        {
            LogDamaged(Fingerprint(source));
            return null;
        }
    }

    public Task WriteAsync(
        ArticleReport report,
        SiteSettings settings,
        ITheme theme,
        CancellationToken cancellationToken
    ) => WriteAsync(report, settings, theme, Task.CompletedTask, cancellationToken);

    /// <summary>Writes the page for people, then the JSON: once that is there, this version of the file counts as answered.</summary>
    /// <param name="alongside">What must also be done before the JSON is written.</param>
    public async Task WriteAsync(
        ArticleReport report,
        SiteSettings settings,
        ITheme theme,
        Task alongside,
        CancellationToken cancellationToken
    )
    {
        var page = store.WriteAsync(
            ArticleReport.HtmlOf(report.Source),
            ReportPage.Render(report, settings, theme),
            BlobHeaders.Html,
            WriteCondition.Always,
            cancellationToken
        );
        await Task.WhenAll(page, alongside);
        await store.WriteJsonAsync(
            ArticleReport.JsonOf(report.Source),
            report,
            ArticleJson.Report,
            WriteCondition.Always,
            cancellationToken
        );
    }

    /// <summary>The slugs of those sources that are live.</summary>
    /// <param name="sources">Composed names; an article whose name a Mac stored decomposed is found too.</param>
    public async Task<IReadOnlyDictionary<string, Slug>> LiveSlugsAsync(
        IReadOnlyCollection<string> sources,
        CancellationToken cancellationToken
    )
    {
        var reports = await Task.WhenAll(
            sources.Select(async s =>
                await ReadAsync(s, cancellationToken)
                ?? (Composed.Apart(s) is var apart && apart != s ? await ReadAsync(apart, cancellationToken) : null)
            )
        );
        var found = new Dictionary<string, Slug>(StringComparer.Ordinal);
        foreach (var (source, report) in sources.Zip(reports))
        {
            if (report is { Link: not null } && Slug.TryParse(report.Slug, out var slug))
                found[source] = slug;
        }
        return found;
    }

    /// <summary>File names may hold anything, also a person's name: logs carry a hash, which the report's reader can compute.</summary>
    public static string Fingerprint(string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 6));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The report of drop {Source} is damaged; it is written again.")]
    private partial void LogDamaged(string source);
}
