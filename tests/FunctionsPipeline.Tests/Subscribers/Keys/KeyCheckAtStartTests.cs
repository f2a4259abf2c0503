using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Tests.Subscribers.Keys;

public sealed class KeyCheckAtStartTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FaultyBlobStore _blobs = new(new InMemoryBlobStore());

    [Fact]
    public async Task An_account_that_does_not_answer_is_asked_again_until_it_does()
    {
        var faults = 3;
        _blobs.Before = (_, _) =>
        {
            if (faults-- > 0)
                throw new StorageException("It did not answer.");
        };
        using var log = new RecordingLogger<KeyCheckAtStart>();
        var start = new KeyCheckAtStart(_blobs, SubscriberKeys.Development, _time, log).StartAsync(default);
        Assert.False(start.IsCompleted);

        await Eventually.TrueAsync(
            () =>
            {
                // The clock is moved for a wait that is there: one that begins after its last move would never end.
                if (_time.Waiting > 0)
                    _time.Advance(TimeSpan.FromSeconds(1));
                return start.IsCompleted;
            },
            "the end of the start");
        await start;

        Assert.Equal(
            new[] { 1, 2, 4 }.Select(seconds => $"The app waits for its storage account. It did not answer. Trying again in {seconds} s."), log.Lines);
        Assert.NotNull(await _blobs.ReadAsync(new BlobPath(Containers.Subscribers, "keys.json"), default));
    }

    [Fact]
    public async Task Waiting_can_be_stopped()
    {
        _blobs.Before = (_, _) => throw new StorageException("It did not answer.");
        using var stop = new CancellationTokenSource();
        using var log = new RecordingLogger<KeyCheckAtStart>();
        var start = new KeyCheckAtStart(_blobs, SubscriberKeys.Development, _time, log).StartAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Other_keys_than_the_accounts_are_a_wrong_setting()
    {
        using var log = new RecordingLogger<KeyCheckAtStart>();
        await new KeyCheckAtStart(_blobs, SubscriberKeys.Development, _time, log).StartAsync(default);
        var others = new SubscriberKeys(SubscriberKeys.Development.Signing, new byte[32], SubscriberKeys.Development.Suppression);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => new KeyCheckAtStart(_blobs, others, _time, log).StartAsync(default));

        Assert.Contains("another Subscribers__ShardKey", Assert.Single(refused.Failures));
    }
}
