using System.Diagnostics.CodeAnalysis;

namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// Reads a file before anything of it is imported, to see that every cell that says who left can be understood: an
/// import that met an unknown word half-way would have subscribed people by then. Reads row by row and keeps a few
/// words.
/// </summary>
internal sealed class FirstPass(CsvColumns columns)
{
    /// <summary>Unknown words, or unclear columns, that are named in one answer.</summary>
    private const int MostFindings = 5;

    /// <summary>Words that are shown of one column.</summary>
    private const int MostWords = 8;

    private readonly Dictionary<LeavingColumn, SortedSet<string>> _words = [];
    private readonly Dictionary<int, Saying> _others = [];
    private readonly List<Saying> _unknown = [];

    /// <summary>Addresses that a row says are gone.</summary>
    public GoneAddresses Gone { get; } = new();

    /// <returns>How each column was understood, in the order of the file.</returns>
    /// <exception cref="ImportFileException">A cell is not understood; the message asks what it means.</exception>
    public async Task<IReadOnlyList<ColumnUse>> RunAsync(CsvFile file, CancellationToken cancellationToken)
    {
        columns.EnsureClear();
        foreach (var column in columns.Leaving)
            _words[column] = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        // Without such columns there is nothing to find.
        while (
            columns.Leaving.Count + columns.Others.Count > 0 && _unknown.Count < MostFindings && await ReadAsync(file)
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            Look(file);
        }
        if (_unknown.Count > 0)
            throw ImportQuestions.AboutWords(_unknown);
        if (_others.Count > 0)
            throw ImportQuestions.AboutOthers([.. _others.OrderBy(s => s.Key).Select(s => s.Value).Take(MostFindings)]);
        return columns.Uses(MeaningOf);
    }

    /// <summary>The import ends where a row cannot be read, so there is nothing to look at behind it.</summary>
    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Not swallowed: the import itself meets the same row and reports it."
    )]
    private static async Task<bool> ReadAsync(CsvFile file)
    {
        try
        {
            return await file.ReadAsync();
        }
        catch (ImportFileException)
        {
            return false;
        }
    }

    private void Look(CsvFile row)
    {
        var worst = Standing.Subscribed;
        foreach (var column in columns.Leaving)
        {
            var cell = row[column.Index];
            var standing = column.Read(cell);
            worst = standing > worst ? standing : worst;
            if (standing == Standing.Unknown)
                AddUnknown(column, cell, row);
            else if (standing > Standing.Missing && _words[column] is { Count: < MostWords } words)
                words.Add(cell.AsSpan().ContainsAnyInRange('2', '9') ? "a date or number" : Shown.Of(cell));
        }
        // A person who has not confirmed one list may have confirmed another.
        if (worst > Standing.Unconfirmed && EmailAddress.TryParse(row[columns.Email], out var address, out _))
            Gone.Add(address);
        foreach (var column in columns.Others)
        {
            var cell = row[column];
            if (cell.Length > 0 && UnclearColumns.SaysSo(cell) && !row.IsRagged)
                _others.TryAdd(column, new Saying(columns.NameOf(column), row.Row, Shown.Of(cell)));
        }
    }

    /// <summary>Rows whose cells cannot be separated are refused one by one.</summary>
    private void AddUnknown(LeavingColumn column, string cell, CsvFile row)
    {
        if (
            !row.IsRagged
            && !row.HasBadQuotes
            && !_unknown.Exists(u => u.Column == column.Name && u.Text == Shown.Of(cell))
        )
            _unknown.Add(new Saying(column.Name, row.Row, Shown.Of(cell)));
    }

    private string MeaningOf(LeavingColumn column)
    {
        var words = _words[column];
        var more = words.Count == MostWords ? ", …" : "";
        return words.Count == 0 ? "says who left: no row does" : $"says who left: {string.Join(", ", words)}{more}";
    }
}
