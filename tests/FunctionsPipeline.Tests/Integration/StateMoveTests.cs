using System.Text;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Integration;

/// <summary>
/// The state of an earlier version reaches its new place whole, wherever it breaks off, and the former ledger never sends
/// again.
/// </summary>
public class StateMoveTests
{
    private static readonly BlobPath FormerStatus = SendingPaths.Status with { Container = StateMove.FormerContainer };

    private readonly InMemoryBlobStore _blobs;
    private readonly ManualTimeProvider _time = new();

    public StateMoveTests() => _blobs = new InMemoryBlobStore(_time);

    [Fact]
    public async Task A_new_account_has_nothing_to_move()
    {
        Assert.False(await Move().IsNeededAsync(default));
        Assert.Equal(0, (await Move().RunAsync(StateMove.Quiet, default)).Value);
        Assert.Empty(await NamesAsync(Containers.State));
    }

    [Fact]
    public async Task Every_document_arrives_as_it_was_and_the_former_ledger_is_halted()
    {
        var status = await WriteFormerStateAsync();
        _time.Advance(StateMove.Quiet);

        var answer = await Move().RunAsync(StateMove.Quiet, default);

        Assert.Equal(42, answer.Value);
        Assert.False(await Move().IsNeededAsync(default));
        await AssertMovedAsync(status);
        var former = (await Status(FormerStatus).ReadAsync(default))!.Value;
        Assert.NotNull(former.Halt);
        Assert.Equal(status.LastTick, former.LastTick);
        // What is done is not done again, over what the app wrote since.
        await WriteAsync(new BlobPath(Containers.State, "catalog/new.json"), "new");
        Assert.Equal(0, (await Move().RunAsync(StateMove.Quiet, default)).Value);
        Assert.Contains("catalog/new.json", await NamesAsync(Containers.State));
    }

    [Fact]
    public async Task An_app_that_ticks_keeps_its_state()
    {
        await WriteFormerStateAsync();
        _time.Advance(StateMove.Quiet - TimeSpan.FromSeconds(1));

        Assert.Contains(
            "Stop it",
            (await Move().RunAsync(StateMove.Quiet, default)).Refusal?.Reason,
            StringComparison.Ordinal
        );

        Assert.True(await Move().IsNeededAsync(default));
        Assert.Null((await Status(FormerStatus).ReadAsync(default))!.Value.Halt);
    }

    [Fact]
    public async Task An_app_whose_sending_is_halted_and_that_publishes_keeps_its_state()
    {
        await WriteFormerStateAsync();
        _time.Advance(StateMove.Quiet);
        await WriteAsync(new BlobPath(StateMove.FormerContainer, "catalog/sciatica.json"), "published");

        Assert.Contains(
            "Stop it",
            (await Move().RunAsync(StateMove.Quiet, default)).Refusal?.Reason,
            StringComparison.Ordinal
        );
        Assert.True(await Move().IsNeededAsync(default));
    }

    [Fact]
    public async Task What_changes_while_it_is_copied_is_noticed_and_copied_the_next_time()
    {
        var status = await WriteFormerStateAsync();
        _time.Advance(StateMove.Quiet);
        var claimed = new BlobPath(StateMove.FormerContainer, "issues/weekly/requests/r00001.json");
        var store = new FaultyBlobStore(_blobs);
        var wrote = false;
        store.After = (name, path) =>
        {
            if (wrote || name != nameof(store.OpenReadAsync) || path != claimed)
                return;
            wrote = true;
            WriteAsync(claimed, "claimed meanwhile").GetAwaiter().GetResult();
        };

        var answer = await new StateMove(store, _time).RunAsync(StateMove.Quiet, default);
        Assert.Contains("1 document in", answer.Refusal?.Reason, StringComparison.Ordinal);
        Assert.True(await Move().IsNeededAsync(default));

        // It was running: not before it is quiet.
        Assert.NotNull((await Move().RunAsync(StateMove.Quiet, default)).Refusal);
        _time.Advance(StateMove.Quiet);
        Assert.Null((await Move().RunAsync(StateMove.Quiet, default)).Refusal);
        await AssertMovedAsync(status);
        Assert.Equal("claimed meanwhile", await TextAsync(claimed with { Container = Containers.State }));
    }

    [Fact]
    public async Task Two_ledgers_are_a_question_for_a_person()
    {
        await WriteFormerStateAsync();
        await WriteAsync(new BlobPath(Containers.State, "catalog/sciatica.json"), "newer");

        var answer = await Move().RunAsync(TimeSpan.Zero, default);

        Assert.Contains("Both containers", answer.Refusal?.Reason, StringComparison.Ordinal);
        Assert.Equal("newer", await TextAsync(new BlobPath(Containers.State, "catalog/sciatica.json")));
    }

    /// <summary>Dies before and after each single storage operation, and is repeated.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_may_break_off_anywhere(bool before)
    {
        for (var deaths = 0; ; deaths++)
        {
            var world = new StateMoveTests();
            if (!await world.DiesAndIsRepeatedAsync(deaths, before))
            {
                Assert.True(deaths > 60, $"{deaths} operations");
                return;
            }
        }
    }

    /// <returns>False if the move came to its end before it could die.</returns>
    private async Task<bool> DiesAndIsRepeatedAsync(int operations, bool before)
    {
        var status = await WriteFormerStateAsync();
        _time.Advance(StateMove.Quiet);
        var store = new FaultyBlobStore(_blobs);
        var left = operations;
        var died = false;
        Action<string, BlobPath> die = (_, _) =>
        {
            if (died || Interlocked.Decrement(ref left) >= 0)
                return;
            died = true;
            throw new StorageException("The program was killed here.");
        };
        if (before)
            store.Before = die;
        else
            store.After = die;

        try
        {
            await new StateMove(store, _time).RunAsync(StateMove.Quiet, default);
        }
        catch (StorageException)
        {
            // As the dead program's lease does.
            _time.Advance(TimeSpan.FromMinutes(2));
        }
        Assert.Null((await Move().RunAsync(StateMove.Quiet, default)).Refusal);
        await AssertMovedAsync(status);
        return died;
    }

    private StateMove Move() => new(_blobs, _time);

    private JsonDocument<SendingStatusRecord> Status(BlobPath path) =>
        new(_blobs, path, SendingJson.Own.SendingStatusRecord);

    /// <summary>42 documents of every shape, one of them the status of sending.</summary>
    private async Task<SendingStatusRecord> WriteFormerStateAsync()
    {
        for (var i = 0; i < 40; i++)
            await WriteAsync(
                new BlobPath(StateMove.FormerContainer, $"issues/weekly/requests/r{i:00000}.json"),
                $"{i}"
            );
        await WriteAsync(new BlobPath(StateMove.FormerContainer, "issue-index/weekly"), "");
        return (
            await Status(FormerStatus)
                .SwapAsync(
                    null,
                    new SendingStatusRecord { Identity = "account", LastTick = _time.GetUtcNow() },
                    default
                )
        )!.Value;
    }

    private async Task AssertMovedAsync(SendingStatusRecord status)
    {
        var former = await NamesAsync(StateMove.FormerContainer);
        Assert.Equal(
            former.Order(StringComparer.Ordinal),
            (await NamesAsync(Containers.State)).Where(name => !name.StartsWith("moved.", StringComparison.Ordinal))
        );
        foreach (var name in former.Where(name => name != FormerStatus.Name))
        {
            var was = await _blobs.ReadAsync(new BlobPath(StateMove.FormerContainer, name), default);
            var now = await _blobs.ReadAsync(new BlobPath(Containers.State, name), default);
            Assert.Equal(was!.Content.ToArray(), now!.Content.ToArray());
            Assert.Equal(was.Headers, now.Headers);
        }
        var moved = (await Status(SendingPaths.Status).ReadAsync(default))!.Value;
        Assert.Null(moved.Halt);
        Assert.Equal(status.LastTick, moved.LastTick);
        Assert.Equal(status.Identity, moved.Identity);
        Assert.NotNull((await Status(FormerStatus).ReadAsync(default))!.Value.Halt);
    }

    private Task<string?> WriteAsync(BlobPath path, string text) =>
        _blobs.WriteAsync(path, Encoding.UTF8.GetBytes(text), BlobHeaders.Json, WriteCondition.Always, default);

    private async Task<string> TextAsync(BlobPath path) =>
        Encoding.UTF8.GetString((await _blobs.ReadAsync(path, default))!.Content.Span);

    private async Task<List<string>> NamesAsync(string container)
    {
        var names = new List<string>();
        await foreach (var blob in _blobs.ListAsync(container, "", default))
            names.Add(blob.Name);
        return names;
    }
}
