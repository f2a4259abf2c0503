using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Subscribers.Keys;

/// <summary>
/// Stops the app at its start if the settings' keys and the storage account do not belong together. Nothing runs before
/// that is known: an account that does not answer is asked again until it does.
/// </summary>
internal sealed partial class KeyCheckAtStart(IBlobStore blobs, SubscriberKeys keys, TimeProvider time, ILogger<KeyCheckAtStart> logger) : IHostedService
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <exception cref="OptionsValidationException">They do not belong together; the failure says what to do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var wait = ShortestWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await KeyCheck.EnsureAsync(blobs, keys, cancellationToken);
                return;
            }
            catch (KeyMismatchException mismatch)
            {
                // A setting is wrong: hosts tell such a failure as a sentence.
                throw new OptionsValidationException("Subscribers", typeof(SubscriberKeys), [mismatch.Message]);
            }
            catch (StorageException fault)
            {
                LogAway(fault.Message, wait.TotalSeconds);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The app waits for its storage account. {Reason} Trying again in {Seconds} s.")]
    private partial void LogAway(string reason, double seconds);
}
