using System.Globalization;

namespace FunctionsPipeline.Cli.Migrate.Subscribers;

/// <summary>Counts who was carried over and who was not, and in which rows. Addresses are never kept for the report.</summary>
internal sealed class SubscriberCount
{
    /// <summary>Rows that are named for one reason and one file.</summary>
    private const int MostRows = 20;

    private readonly SortedDictionary<(string File, string Reason), (long Count, List<long> Rows)> _leftOut = [];
    private long _withoutBasis;
    private long _withoutDate;

    public long Subscribers { get; private set; }

    public void Take(MovedSubscriber person)
    {
        Subscribers++;
        _withoutBasis += person.IsExpress ? 0 : 1;
        _withoutDate += person.ConsentedAt is null ? 1 : 0;
    }

    public void LeaveOut(string reason, string file, long row)
    {
        var (count, rows) = _leftOut.GetValueOrDefault((file, reason), (0, []));
        if (rows.Count < MostRows)
            rows.Add(row);
        _leftOut[(file, reason)] = (count + 1, rows);
    }

    public void AddTo(MigrationReport report)
    {
        report.Subscribers += Subscribers;
        report.WithoutBasis += _withoutBasis;
        report.WithoutDate += _withoutDate;
        foreach (var ((file, reason), (count, rows)) in _leftOut)
        {
            report.LeftOut[reason] = report.LeftOut.GetValueOrDefault(reason) + count;
            var named = string.Join(", ", rows.Select(r => r.ToString(CultureInfo.InvariantCulture)));
            report.Add(
                file,
                null,
                $"{Counted.Of(count, "row")} left out, because the person {reason}: {(rows.Count == 1 ? "row" : "rows")} {named}{(count > rows.Count ? ", …" : "")}."
            );
        }
    }
}
