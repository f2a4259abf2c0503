using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;

namespace FunctionsPipeline.Cli.Migrate.Source;

/// <summary>A table of posts as CSV; cells may be as long as posts.</summary>
internal sealed class CsvTable(ExportFile file)
{
    private const int MostCell = 64 * 1024 * 1024;

    /// <summary>Rows by the names of their columns, in small letters; missing cells are empty.</summary>
    /// <exception cref="MigrationException">It is no CSV.</exception>
    public async IAsyncEnumerable<CsvRow> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file.Open(), detectEncodingFromByteOrderMarks: true);
        using var parser = new CsvParser(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                MaxFieldSize = MostCell,
                BadDataFound = null,
                IgnoreBlankLines = true,
            }
        );
        string[]? header = null;
        while (await ReadAsync(parser))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = parser.Record!;
            if (header is null)
            {
                header = [.. cells.Select(c => c.Trim().ToLowerInvariant())];
                continue;
            }
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < Math.Min(header.Length, cells.Length); i++)
                values.TryAdd(header[i], cells[i].Trim());
            yield return new CsvRow(values, parser.RawRow);
        }
    }

    private async Task<bool> ReadAsync(CsvParser parser)
    {
        try
        {
            return await parser.ReadAsync();
        }
        catch (CsvHelperException e)
        {
            throw new MigrationException(
                $"'{file.Path}' cannot be read from line {parser.RawRow} on: is a quote never closed? Download the export again.",
                e
            );
        }
    }
}

/// <param name="Line">1-based line of the file on which the row ends.</param>
internal sealed record CsvRow(IReadOnlyDictionary<string, string> Values, int Line)
{
    /// <returns>Empty for a column that is not there.</returns>
    public string this[string column] => Values.GetValueOrDefault(column, "");

    public bool IsTrue(string column) => this[column].ToLowerInvariant() is "true" or "1" or "yes" or "t";

    public DateTimeOffset? Date(string column) =>
        DateTimeOffset.TryParse(
            this[column],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var date
        )
            ? date
            : null;
}
