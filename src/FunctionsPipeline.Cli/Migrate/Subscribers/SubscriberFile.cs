using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace FunctionsPipeline.Cli.Migrate.Subscribers;

/// <summary>Writes subscribers as <c>fp subscribers import</c> reads them.</summary>
internal sealed class SubscriberFile : IDisposable
{
    private readonly CsvWriter _csv;
    private readonly string? _newsletter;

    /// <param name="output">Stays open.</param>
    public SubscriberFile(Stream output, string? newsletter)
    {
        _newsletter = newsletter;
        _csv = new CsvWriter(
            new StreamWriter(output, new UTF8Encoding(false), bufferSize: 64 * 1024, leaveOpen: true),
            new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }
        );
        Fields("email", "name", "language", "newsletters", "consent_basis", "consent_date", "consent_evidence");
    }

    public void Write(MovedSubscriber person) =>
        Fields(
            person.Address,
            person.Name,
            person.Language,
            _newsletter ?? "",
            person.IsExpress ? "express" : "",
            person.ConsentedAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
            person.Evidence
        );

    public Task FlushAsync() => _csv.FlushAsync();

    public void Dispose() => _csv.Dispose();

    private void Fields(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            _csv.WriteField(field);
        _csv.NextRecord();
    }
}
