using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Tests.Subscribers.Keys;

public sealed class KeyCheckAtStartTests : IDisposable
{
    private readonly FaultyBlobStore _blobs = new(new InMemoryBlobStore());
    private readonly RecordingLogger<KeyCheckAtStart> _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task An_account_that_does_not_answer_delays_no_start_and_is_asked_before_each_run_until_it_does()
    {
        _blobs.Before = (_, _) => throw new StorageException("It did not answer.");
        var check = Check(SubscriberKeys.Development);

        await check.StartAsync(default);

        Assert.Equal(
            ["The storage account does not answer. It did not answer. Functions ask it again before each run."],
            _log.Lines
        );
        await Assert.ThrowsAsync<StorageException>(() => check.EnsureAsync(default));
        _blobs.Before = null;
        await check.EnsureAsync(default);
        Assert.NotNull(await _blobs.ReadAsync(new BlobPath(Containers.Subscribers, "keys.json"), default));

        // Once it has answered, no run costs a storage operation any more.
        _blobs.Before = (_, _) => throw new StorageException("It was asked again.");
        await check.EnsureAsync(default);
    }

    [Fact]
    public async Task Other_keys_than_the_accounts_are_a_wrong_setting_at_the_start_and_later()
    {
        await Check(SubscriberKeys.Development).StartAsync(default);
        var others = new SubscriberKeys(
            SubscriberKeys.Development.Signing,
            new byte[32],
            SubscriberKeys.Development.Suppression
        );

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Check(others).StartAsync(default));

        Assert.Contains("another Subscribers__ShardKey", Assert.Single(refused.Failures));
        _blobs.Before = (_, _) => throw new StorageException("It did not answer.");
        var late = Check(others);
        await late.StartAsync(default);
        _blobs.Before = null;
        await Assert.ThrowsAsync<OptionsValidationException>(() => late.EnsureAsync(default));
    }

    private KeyCheckAtStart Check(SubscriberKeys keys) => new(_blobs, keys, _log);
}
