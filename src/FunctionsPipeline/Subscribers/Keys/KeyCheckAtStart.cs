using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Subscribers.Keys;

/// <summary>
/// Stops the app at its start if the settings' keys and the storage account do not belong together. An account that does not
/// answer then stops nothing: it is asked again before each run of a function (<see cref="EnsureAsync"/>) until it has
/// answered.
/// </summary>
public sealed partial class KeyCheckAtStart(IBlobStore blobs, SubscriberKeys keys, ILogger<KeyCheckAtStart> logger)
    : IHostedService
{
    private volatile bool _belong;

    /// <exception cref="OptionsValidationException">They do not belong together; the failure says what to do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAsync(cancellationToken);
        }
        catch (StorageException fault)
        {
            LogAway(fault.Message);
        }
    }

    /// <summary>Asks storage once, and not again after it has answered.</summary>
    /// <exception cref="OptionsValidationException">They do not belong together; the failure says what to do.</exception>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_belong)
            return;
        try
        {
            await KeyCheck.EnsureAsync(blobs, keys, cancellationToken);
            _belong = true;
        }
        catch (KeyMismatchException mismatch)
        {
            // A setting is wrong: the app refuses to start with the sentence, as for other settings.
            throw new OptionsValidationException("Subscribers", typeof(SubscriberKeys), [mismatch.Message]);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The storage account does not answer. {Reason} Functions ask it again before each run."
    )]
    private partial void LogAway(string reason);
}
