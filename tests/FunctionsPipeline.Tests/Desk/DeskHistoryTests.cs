using System.Globalization;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Desk;

public sealed class DeskHistoryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryBlobStore _store;

    public DeskHistoryTests() => _store = new InMemoryBlobStore(_time);

    private DeskHistory New(IBlobStore? store = null) => new(store ?? _store, _time);

    private static async Task<List<string?>> AllAsync(DeskHistory history)
    {
        var all = new List<string?>();
        await foreach (var line in history.AllAsync(default))
            all.Add(line.What);
        return all;
    }

    [Fact]
    public async Task Two_writers_at_once_lose_no_line()
    {
        var (one, two) = (New(), New());

        await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(i =>
                    (i % 2 == 0 ? one : two).AddAsync(
                        "kim",
                        new DeskAct("acted", i.ToString(CultureInfo.InvariantCulture)),
                        default
                    )
                )
        );

        var all = await AllAsync(New());
        Assert.Equal(60, all.Count);
        Assert.Equal(60, all.Distinct().Count());
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_leaves_one_line()
    {
        var faults = 1;
        var faulty = new FaultyBlobStore(_store)
        {
            After = (operation, _) =>
            {
                if (operation.StartsWith("Write", StringComparison.Ordinal) && faults-- > 0)
                    throw new StorageException("The answer was lost.");
            },
        };

        await New(faulty).AddAsync("kim", new DeskAct("acted", "once"), default);

        Assert.Equal(["once"], await AllAsync(New()));
    }

    [Fact]
    public async Task A_full_part_is_followed_by_another_and_pages_go_back_through_all()
    {
        var history = New();
        var count = DeskHistory.LinesInPart + 5;
        for (var i = 0; i < count; i++)
        {
            if (i == 3)
                _time.Advance(TimeSpan.FromDays(1));
            await (i % 50 == 0 ? history = New() : history).AddAsync(
                "kim",
                new DeskAct("acted", i.ToString(CultureInfo.InvariantCulture)),
                default
            );
        }

        var seen = new List<string?>();
        string? before = null;
        do
        {
            var page = await history.ReadAsync(before, 10, default);
            seen.AddRange(page.Lines.Select(l => l.What));
            before = page.Next;
        } while (before is not null);

        Assert.Equal(Enumerable.Range(0, count).Reverse().Select(i => i.ToString(CultureInfo.InvariantCulture)), seen);
    }

    [Fact]
    public async Task A_page_costs_the_same_however_long_the_history_is()
    {
        for (var day = 0; day < 30; day++)
        {
            await New().AddAsync("kim", new DeskAct("acted"), default);
            _time.Advance(TimeSpan.FromDays(1));
        }
        var counter = new OperationCounter();

        await New(new CountingBlobStore(_store, counter)).ReadAsync(null, 50, default);

        Assert.True(counter.Counts is { Reads: <= 8, Lists: 1, Writes: 0 }, $"{counter.Counts}");
    }
}
