using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Polly.Timeout;

namespace FunctionsPipeline.Tests.Storage;

/// <summary>
/// On the real Functions host a failing article was tried five times within two seconds and then put aside: its own
/// retries do not outlast any outage.
/// </summary>
public sealed class StorageRetryTests
{
    /// <summary>The time-out around the work.</summary>
    private const int Standing = 1;

    private readonly ManualTimeProvider _time = new();

    private int _tries;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task An_outage_of_some_minutes_is_waited_out_in_one_invocation(int minutes)
    {
        var end = _time.GetUtcNow().AddMinutes(minutes);

        await _time.PassAsync(RunAsync(_ => _time.GetUtcNow() >= end), Standing);

        Assert.InRange(_time.GetUtcNow(), end, end.AddSeconds(25));
        Assert.InRange(_tries, 4, 60);
    }

    [Fact]
    public async Task A_longer_outage_ends_the_invocation_in_time_for_the_host_to_retry()
    {
        var start = _time.GetUtcNow();

        await Assert.ThrowsAsync<StorageException>(() => _time.PassAsync(RunAsync(_ => false), Standing));

        Assert.InRange(_time.GetUtcNow() - start, StorageRetry.RetryFor, StorageRetry.EndBy);
    }

    [Fact]
    public async Task A_stop_ends_a_pause_at_once()
    {
        using var stop = new CancellationTokenSource();
        var work = RunAsync(_ => false, stop.Token);
        await Eventually.TrueAsync(() => _time.Waiting > Standing, "the first pause");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Equal(1, _tries);
    }

    [Fact]
    public async Task Storage_that_never_answers_does_not_hold_the_worker_until_the_host_ends_it()
    {
        var work = NewRetry().RunAsync(token => Task.Delay(Timeout.InfiniteTimeSpan, token), default);

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => _time.PassAsync(work));
    }

    [Fact]
    public async Task A_fault_that_is_not_storage_s_is_not_repeated()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            NewRetry()
                .RunAsync(
                    _ =>
                    {
                        _tries++;
                        throw new InvalidOperationException("A mistake of ours.");
                    },
                    default
                )
        );

        Assert.Equal(1, _tries);
    }

    private Task RunAsync(Func<CancellationToken, bool> isBack, CancellationToken cancellationToken = default) =>
        NewRetry()
            .RunAsync(
                async token =>
                {
                    _tries++;
                    await Task.Yield();
                    if (!isBack(token))
                        throw new StorageException("Away.");
                },
                cancellationToken
            );

    private StorageRetry NewRetry() => new(_time, NullLogger<StorageRetry>.Instance);
}
