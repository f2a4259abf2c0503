namespace FunctionsPipeline.Cli.Migrate;

/// <summary>What became of an export: how much was written, and a line for each thing that was not carried over.</summary>
internal sealed class MigrationReport
{
    private readonly List<ReportItem> _items = [];
    private readonly HashSet<ReportItem> _seen = [];

    public int Articles { get; set; }

    /// <summary>Of the articles, those that readers do not see.</summary>
    public int Drafts { get; set; }

    public int Pictures { get; set; }

    public long Subscribers { get; set; }

    /// <summary>Of the subscribers, those whose row says nothing of the basis of consent.</summary>
    public long WithoutBasis { get; set; }

    /// <summary>Of the subscribers, those whose row says nothing of the date of consent.</summary>
    public long WithoutDate { get; set; }

    /// <summary>People who are not in the file, by reason.</summary>
    public SortedDictionary<string, long> LeftOut { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ReportItem> Items => _items;

    /// <summary>A thing that was not carried over, or that a person should look at; the same is said once.</summary>
    /// <param name="where">The post or the file.</param>
    /// <param name="line">1-based.</param>
    /// <param name="what">A sentence.</param>
    public void Add(string where, int? line, string what)
    {
        var item = new ReportItem(where, line, what);
        if (_seen.Add(item))
            _items.Add(item);
    }
}

/// <param name="Line">1-based line of the export; null where that means nothing.</param>
internal sealed record ReportItem(string Where, int? Line, string What)
{
    public override string ToString() => Line is null ? $"{Where}: {What}" : $"{Where}:{Line}: {What}";
}
