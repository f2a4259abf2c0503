using System.Text.Json;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>Waits for the app's reports on versions that were uploaded.</summary>
internal sealed class Answers(IBlobStore store, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns once all are answered, or the time is up. At most a listing a second, and a read for each report that changed.
    /// </summary>
    /// <param name="expected">The version of each article, by name; what is answered is taken out.</param>
    /// <param name="answered">Called for each report, in the order in which they come.</param>
    public async Task WaitAsync(
        Dictionary<string, string> expected,
        TimeSpan atMost,
        Func<ArticleReport, Task> answered,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var pause = ShortestPause;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        while (expected.Count > 0)
        {
            var names = expected.Keys.ToDictionary(
                source => ArticleReport.JsonOf(source).Name,
                source => source,
                StringComparer.Ordinal
            );
            await foreach (var entry in store.ListAsync(Containers.Reports, "", cancellationToken))
            {
                if (!names.TryGetValue(entry.Name, out var source) || seen.GetValueOrDefault(entry.Name) == entry.ETag)
                    continue;
                seen[entry.Name] = entry.ETag;
                if (
                    await ReadAsync(source, cancellationToken) is not { } report
                    || report.SourceETag != expected[source]
                )
                    continue;
                expected.Remove(source);
                await answered(report);
            }
            var left = atMost - time.GetElapsedTime(started);
            if (expected.Count == 0 || left <= TimeSpan.Zero)
                return;
            await Task.Delay(left < pause ? left : pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<ArticleReport?> ReadAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            return (
                await store.ReadJsonAsync(ArticleReport.JsonOf(source), CatalogJson.Report, cancellationToken)
            )?.Value;
        }
        catch (JsonException)
        {
            // Damaged: the app writes it again.
            return null;
        }
    }
}
