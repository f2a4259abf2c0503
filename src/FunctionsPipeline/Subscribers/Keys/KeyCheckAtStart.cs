using FunctionsPipeline.Storage;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Subscribers.Keys;

/// <summary>Stops the app at its start if the settings' keys and the storage account do not belong together.</summary>
internal sealed class KeyCheckAtStart(IBlobStore blobs, SubscriberKeys keys) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => KeyCheck.EnsureAsync(blobs, keys, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
