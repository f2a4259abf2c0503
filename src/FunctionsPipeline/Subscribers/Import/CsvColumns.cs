using FunctionsPipeline.Subscribers.Import.Columns;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>Which column of a file is what, by its name and by what the importer said of it.</summary>
internal sealed class CsvColumns
{
    private readonly IReadOnlyList<string> _header;
    private readonly List<string> _names;
    private readonly ColumnAnswers _answers;
    private readonly bool _hasPlaces;
    private readonly HashSet<int> _used = [];
    private readonly List<LeavingColumn> _leaving = [];

    /// <exception cref="ImportFileException">An answer names a column that is not there.</exception>
    public CsvColumns(IReadOnlyList<string> header, ColumnAnswers answers)
    {
        answers.EnsureThere(header);
        _header = header;
        _names = [.. header.Select(CellText.Normalise)];
        _answers = answers;
        _hasPlaces = ColumnNames.HasPlaces(header);
        Email = Find(ColumnKind.Address);
        Name = Find(ColumnKind.Name);
        FirstName = Find(ColumnKind.FirstName);
        LastName = Find(ColumnKind.LastName);
        Language = Find(ColumnKind.Language);
        Basis = Find(ColumnKind.Basis);
        Date = Find(ColumnKind.Date);
        Statement = Find(ColumnKind.Statement);
        foreach (var (column, name) in _names.Index())
        {
            if (LeavingOf(column, name) is { } leaving)
                _leaving.Add(leaving);
        }
        Others = [.. Enumerable.Range(0, header.Count).Where(c => !IsUsed(c) && _answers.Of(_names[c]) is null)];
    }

    // Each is a column's index, or -1 if there is none.
    public int Email { get; }

    public int Name { get; }

    public int FirstName { get; }

    public int LastName { get; }

    public int Language { get; }

    public int Basis { get; }

    public int Date { get; }

    public int Statement { get; }

    /// <summary>Columns that say who left.</summary>
    public IReadOnlyList<LeavingColumn> Leaving => _leaving;

    /// <summary>Columns that are not used and of which the importer said nothing.</summary>
    public IReadOnlyList<int> Others { get; }

    /// <summary>As it stands in the file, shortened.</summary>
    public string NameOf(int column) => Shown.Of(_header[column]);

    /// <summary>
    /// How the person of a row stands where the file comes from: the most careful of all columns' readings.
    /// </summary>
    public Standing Read(CsvFile row)
    {
        var standing = Standing.Subscribed;
        foreach (var column in _leaving)
        {
            if (column.Read(row[column.Index]) is var read && read > standing)
                standing = read;
        }
        return standing;
    }

    /// <summary>The first column of a row whose text is not known.</summary>
    public LeavingColumn UnknownIn(CsvFile row) => _leaving.First(c => c.Read(row[c.Index]) == Standing.Unknown);

    /// <exception cref="ImportFileException">Columns that may say who left are neither known nor explained.</exception>
    public void EnsureClear()
    {
        var unclear = Others
            .Where(c => !ColumnNames.IsHarmless(_names[c]) && UnclearColumns.MaySayWhoLeft(_header[c], _hasPlaces))
            .ToList();
        if (unclear.Count > 0)
            throw ImportQuestions.AboutNames([.. unclear.Select(NameOf)]);
    }

    /// <param name="saying">What was found in a column that says who left, for people.</param>
    public IReadOnlyList<ColumnUse> Uses(Func<LeavingColumn, string> saying) =>
        [.. Enumerable.Range(0, _header.Count).Select(c => new ColumnUse(NameOf(c), MeaningOf(c, saying)))];

    private string MeaningOf(int column, Func<LeavingColumn, string> saying)
    {
        if (_leaving.Find(l => l.Index == column) is { } leaving)
            return column == Date ? "consent date; people without one never confirmed" : saying(leaving);
        if (_answers.Of(_names[column]) is { Ignore: true })
            return "not used, as you said";
        return column == Email ? "address"
            : column == Name ? "name"
            : column == FirstName ? "first name"
            : column == LastName ? "last name"
            : column == Language ? "language"
            : column == Basis ? "consent basis"
            : column == Date ? "consent date"
            : column == Statement ? "consent evidence"
            : "not used";
    }

    private LeavingColumn? LeavingOf(int column, string name)
    {
        var answer = _answers.Of(name);
        if (answer is { Ignore: true })
            return null;
        var known = ColumnNames.SaysWhoLeft(name, _hasPlaces);
        if (_used.Contains(column) && known?.Kind != ColumnKind.Confirmation)
            return null;
        if (known is var (kind, gone))
            return new LeavingColumn(column, NameOf(column), kind, gone, answer);
        return answer is null
            ? null
            : new LeavingColumn(column, NameOf(column), ColumnKind.Answered, Standing.Left, answer);
    }

    private bool IsUsed(int column) => _used.Contains(column) || _leaving.Exists(l => l.Index == column);

    private int Find(ColumnKind content)
    {
        foreach (var name in ColumnNames.Of(content))
        {
            // A column that was given a meaning, or none, has no other.
            if (_names.IndexOf(name) is >= 0 and var column && _answers.Of(name) is null)
            {
                _used.Add(column);
                return column;
            }
        }
        return -1;
    }
}
