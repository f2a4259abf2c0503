using System.Globalization;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Mailchimp;

/// <summary>When campaigns went out, as <c>campaigns.csv</c> says it.</summary>
internal sealed class CampaignTable
{
    private readonly Dictionary<string, Campaign> _campaigns = new(StringComparer.OrdinalIgnoreCase);

    public static bool Is(ExportFile file) => file.FileName.Equals("campaigns.csv", StringComparison.OrdinalIgnoreCase);

    public static async Task<CampaignTable> ReadAsync(ExportSource source, CancellationToken cancellationToken)
    {
        var table = new CampaignTable();
        foreach (var file in source.Files.Where(Is))
        {
            await foreach (var row in new CsvTable(file).RowsAsync(cancellationToken))
                table.Add(row);
        }
        return table;
    }

    /// <param name="file">A page of a campaign; its name begins with the campaign's number and holds its title.</param>
    public Campaign? Find(ExportFile file, string? subject)
    {
        foreach (var (key, campaign) in _campaigns)
        {
            if (
                file.Stem.StartsWith(key + "_", StringComparison.OrdinalIgnoreCase)
                || file.Stem.Equals(key, StringComparison.OrdinalIgnoreCase)
            )
                return campaign;
        }
        return subject is not null ? _campaigns.GetValueOrDefault(subject) : null;
    }

    private void Add(CsvRow row)
    {
        var campaign = new Campaign(
            First(row, "subject", "subject line"),
            DateOf(First(row, "send date", "send time", "sent", "date sent"))
        );
        foreach (
            var key in new[]
            {
                First(row, "unique id", "id", "campaign id"),
                First(row, "title", "name"),
                campaign.Subject,
            }
        )
        {
            if (key is { Length: > 0 })
                _campaigns.TryAdd(key, campaign);
        }
    }

    private static string? First(CsvRow row, params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            if (row[column].Length > 0)
                return row[column];
        }
        return null;
    }

    /// <summary>Such as <c>Mar 05, 2024 09:00 am</c>.</summary>
    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var date
        )
            ? date
            : null;
}

/// <param name="SentAt">Null for a draft.</param>
internal sealed record Campaign(string? Subject, DateTimeOffset? SentAt);
