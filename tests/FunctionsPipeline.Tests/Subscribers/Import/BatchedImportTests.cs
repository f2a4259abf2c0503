using System.Text;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Tests.Subscribers.Import;

/// <summary>A list that is longer than one batch.</summary>
public sealed class BatchedImportTests
{
    private const int Rows = ImportRunner.BatchRows;

    /// <summary>Blank rows count as rows of a batch, and cost little. The third batch has no other.</summary>
    private static readonly string Csv = string.Concat(
        "email\nann@example.org\nrubbish\n",
        new string('\n', Rows - 2),
        "bob@example.org\nrubbish\nann@example.org\n",
        new string('\n', (2 * Rows) - 3),
        "col@example.org\n"
    );

    private readonly SubscriberWorld _world = new();
    private readonly Reports _reports = new();

    [Fact]
    public async Task Progress_is_reported_after_each_batch()
    {
        await _world.Get<ImportRunner>().RunAsync(await AcceptAsync(), _reports, default);

        Assert.Equal(
            [
                (ImportState.Running, Rows + 1, 1, 1, 1),
                (ImportState.Running, (2 * Rows) + 1, 2, 2, 3),
                (ImportState.Running, (3 * Rows) + 1, 2, 2, 3),
                (ImportState.Done, (3 * Rows) + 2, 3, 3, 3),
            ],
            _reports.Select(p => (p.State, (int)p.Row, p.Batch, (int)p.Imported, (int)p.Refused))
        );
        // The file is read ahead of its rows by a buffer or two.
        Assert.InRange(_reports[0].Percent, 33, 80);
        Assert.InRange(_reports[1].Percent, 66, 99);
        Assert.InRange(_reports[2].Percent, 99, 99);
        Assert.Equal(100, _reports[3].Percent);
    }

    [Fact]
    public async Task An_import_that_is_stopped_between_batches_goes_on_with_the_next_one()
    {
        var id = await AcceptAsync();
        using var stop = new CancellationTokenSource();
        _reports.Then = stop.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _world.Get<ImportRunner>().RunAsync(id, _reports, stop.Token)
        );
        Assert.Equal(Rows + 1, Assert.Single(_reports).Row);

        var progress = (await _world.Get<ImportRunner>().RunAsync(id, null, default))!;

        Assert.Equal(
            (ImportState.Done, 3, 3, 3),
            (progress.State, progress.Batch, progress.Imported, progress.Refused)
        );
        Assert.Equal(3, (await _world.CountsAsync()).Imported);
        Assert.Equal([3, Rows + 3, Rows + 4], await RefusedRowsAsync(id));
    }

    [Fact]
    public async Task A_dry_run_recognises_a_repeated_address_in_a_later_batch()
    {
        var (dry, dryResult) = await _world.ImportAsync(Csv, Importing.Express with { DryRun = true });
        var (real, result) = await _world.ImportAsync(Csv);

        Assert.Equal((3, 3), (dry.Imported, dry.Refused));
        Assert.Equal((3, 3), (real.Imported, real.Refused));
        Assert.Contains($"{Rows + 4},An earlier row has the same address", dryResult);
        Assert.Equal(result, dryResult);
    }

    [Fact]
    public async Task Rows_with_long_statements_go_in_smaller_batches()
    {
        var statement = new string('€', 500);
        var csv = new StringBuilder("email,consent_evidence\n");
        for (var i = 0; i < 17_000; i++)
            csv.Append(i).Append("@example.org,").Append(statement).Append('\n');

        var (progress, _) = await _world.ImportAsync(csv.ToString(), Importing.Express with { DryRun = true });

        Assert.Equal((17_000, 2), (progress.Imported, progress.Batch));
    }

    private Task<string> AcceptAsync() =>
        _world.Get<Imports>().AcceptAsync(Importing.Csv(Csv), Importing.Express, default);

    private async Task<IEnumerable<int>> RefusedRowsAsync(string id)
    {
        using var result = new MemoryStream();
        await _world.Get<Imports>().WriteResultAsync(id, result, default);
        return Encoding
            .UTF8.GetString(result.ToArray())
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => int.Parse(line.Split(',')[0]));
    }

    /// <summary>At once, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Reports : List<ImportProgress>, IProgress<ImportProgress>
    {
        public Action? Then { get; set; }

        public void Report(ImportProgress value)
        {
            Add(value);
            Then?.Invoke();
        }
    }
}
