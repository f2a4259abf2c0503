using System.Globalization;
using System.Text;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Export;

/// <summary>
/// Writes subscribers as CSV that a spreadsheet opens without executing any of it, and that an import reads.
/// </summary>
public sealed class SubscriberExport(ShardStore shards, ISiteSettingsSource settings)
{
    private static readonly string[] Columns =
    [
        "id",
        "email",
        "name",
        "language",
        "status",
        "newsletters",
        "topics",
        "frequency",
        "consent_basis",
        "consent_date",
        "paused_until",
    ];

    /// <summary>Call before anything is written: an unknown list would look like an empty one.</summary>
    /// <returns>Why that list cannot be exported; null if it can.</returns>
    public async Task<Refusal?> RefusalAsync(string? newsletter, CancellationToken cancellationToken) =>
        newsletter is null ? null : (await settings.GetAsync(cancellationToken)).WhyNoNewsletter(newsletter);

    /// <summary>Writes all subscribers, or one newsletter's list; a few shards are held at a time.</summary>
    /// <param name="newsletter">
    /// Null for all; then basis and date are those of the first newsletter that a person still gets.
    /// </param>
    /// <param name="output">UTF-8 with a byte-order mark, which Excel needs.</param>
    public async Task WriteAsync(string? newsletter, Stream output, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(
            output,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            64 * 1024,
            leaveOpen: true
        );
        await using var csv = CsvOutput.To(writer);
        await csv.WriteRowAsync(Columns);
        await foreach (var shard in shards.ReadAllAsync(cancellationToken))
        {
            foreach (var subscriber in shard.Subscribers())
            {
                if (newsletter is null || subscriber.To(newsletter) is not null || subscriber.HasAskedFor(newsletter))
                    await csv.WriteRowAsync(Cells(subscriber, newsletter));
            }
            await writer.FlushAsync(cancellationToken);
        }
    }

    private static string?[] Cells(Subscriber subscriber, string? newsletter)
    {
        var current = subscriber.Subscriptions.Where(s => s.Left is null).ToList();
        var shown = newsletter is null ? current.FirstOrDefault() : subscriber.To(newsletter);
        return
        [
            subscriber.Id.Value,
            subscriber.Address,
            subscriber.Name,
            subscriber.Language,
            StatusOf(subscriber, newsletter).ToString().ToLowerInvariant(),
            string.Join(' ', current.Select(s => s.Newsletter)),
            string.Join("; ", subscriber.Topics),
            subscriber.Frequency.ToString(),
            shown?.Basis.ToString().ToLowerInvariant(),
            shown?.ConsentedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            subscriber.PausedUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>On one list, a person's standing is that list's.</summary>
    private static SubscriberStatus StatusOf(Subscriber subscriber, string? newsletter)
    {
        if (newsletter is null || subscriber.Suppressed is not null)
            return subscriber.Status;
        return subscriber.To(newsletter) switch
        {
            null => SubscriberStatus.Pending,
            { Left: null } => SubscriberStatus.Active,
            _ => SubscriberStatus.Unsubscribed,
        };
    }
}
