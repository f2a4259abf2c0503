using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Storage;

/// <summary>Documents with a revision; a plain one differs only in that it does not find its own lost write.</summary>
public sealed class JsonDocumentTests
{
    private readonly FaultyBlobStore _store;
    private readonly JsonDocument<PullRecord> _document;
    private readonly DateTimeOffset _noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public JsonDocumentTests()
    {
        _store = new FaultyBlobStore(new InMemoryBlobStore(new ManualTimeProvider()));
        _document = new JsonDocument<PullRecord>(
            _store,
            new BlobPath(Containers.State, "document.json"),
            SendingJson.Own.PullRecord
        );
    }

    [Fact]
    public async Task What_is_not_there_reads_as_null_and_is_created_once()
    {
        Assert.Null(await _document.ReadAsync(default));

        Assert.NotNull(await _document.SwapAsync(null, Hour(1), default));
        Assert.Null(await _document.SwapAsync(null, Hour(2), default));

        Assert.Equal(Hour(1).Until, (await _document.ReadAsync(default))!.Value.Until);
    }

    [Fact]
    public async Task Only_the_version_that_was_read_is_written_over()
    {
        var read = await _document.SwapAsync(null, Hour(1), default);
        await _document.SwapAsync(read, Hour(2), default);

        Assert.Null(await _document.SwapAsync(read, Hour(3), default));
        Assert.Equal(Hour(2).Until, (await _document.ReadAsync(default))!.Value.Until);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_found_again()
    {
        LoseOneAnswer();

        var stored = await _document.SwapAsync(null, Hour(1), default);

        Assert.Equal((await _document.ReadAsync(default))!.ETag, stored?.ETag);
    }

    [Fact]
    public async Task The_same_content_of_another_writer_is_not_taken_for_the_own()
    {
        var other = new JsonDocument<PullRecord>(_store, _document.Path, SendingJson.Own.PullRecord);
        await other.SwapAsync(null, Hour(1), default);

        Assert.Null(await _document.SwapAsync(null, Hour(1), default));
    }

    [Fact]
    public async Task A_write_that_fails_again_and_again_is_reported()
    {
        _store.Before = (_, _) => throw new StorageException("away");

        await Assert.ThrowsAsync<StorageException>(() => _document.SwapAsync(null, Hour(1), default));
    }

    [Fact]
    public async Task An_update_is_applied_to_what_another_writer_stored_in_between()
    {
        var first = await _document.SwapAsync(null, Hour(1), default);
        var calls = 0;

        var stored = await _document.UpdateAsync(
            current =>
            {
                if (calls++ == 0)
                    _document.SwapAsync(first, Hour(5), default).GetAwaiter().GetResult();
                return new PullRecord { Until = current!.Until.AddHours(1) };
            },
            default
        );

        Assert.Equal(2, calls);
        Assert.Equal(Hour(6).Until, stored!.Value.Until);
    }

    [Fact]
    public async Task An_update_that_changes_nothing_writes_nothing()
    {
        var before = await _document.SwapAsync(null, Hour(1), default);

        Assert.Equal(before!.ETag, (await _document.UpdateAsync(_ => null, default))!.ETag);
    }

    [Fact]
    public async Task An_update_that_always_loses_ends()
    {
        await _document.SwapAsync(null, Hour(1), default);
        _store.Refuse = _ => true;

        await Assert.ThrowsAsync<StorageException>(() => _document.UpdateAsync(_ => Hour(2), default));
    }

    [Fact]
    public async Task A_damaged_document_says_so()
    {
        await _store.WriteAsync(_document.Path, "{"u8.ToArray(), BlobHeaders.Json, WriteCondition.Always, default);

        await Assert.ThrowsAsync<JsonException>(() => _document.ReadAsync(default));
    }

    private PullRecord Hour(int hour) => new() { Until = _noon.AddHours(hour) };

    private void LoseOneAnswer()
    {
        var left = 1;
        _store.After = (operation, _) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync) && left-- > 0)
                throw new StorageException("The answer was lost.");
        };
    }
}
