using Azure.Storage.Blobs;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.LocalHost.TestApp;

/// <summary>Functions of blobs and queues that report what they were given.</summary>
public sealed class StorageFunctions(Probe probe)
{
    [Function("OnBlob")]
    public async Task OnBlob(
        [BlobTrigger("%Container%/{name}")] BlobClient blob,
        string name,
        CancellationToken cancellationToken
    ) =>
        await probe.RunAsync(
            $"blob {name} {(await blob.DownloadContentAsync(cancellationToken)).Value.Content}",
            cancellationToken
        );

    /// <summary>Touches no storage, for what is counted and measured.</summary>
    [Function("OnDrop")]
    public Task OnDrop(
        [BlobTrigger("drops/{name}")] BlobClient blob,
        string name,
        CancellationToken cancellationToken
    ) => probe.RunAsync($"drop {name}", cancellationToken);

    [Function("OnText")]
    public Task OnText(
        [BlobTrigger("texts/docs/{folder}/{name}.{extension}")] string content,
        string folder,
        string name,
        CancellationToken cancellationToken
    ) => probe.RunAsync($"text {folder} {name} {content}", cancellationToken);

    [Function("OnEvent")]
    public Task OnEvent(
        [BlobTrigger("%EventContainer%/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string name,
        CancellationToken cancellationToken
    ) => probe.RunAsync($"event {name}", cancellationToken);

    [Function("OnMessage")]
    public Task OnMessage([QueueTrigger("%Queue%")] string message, CancellationToken cancellationToken) =>
        probe.RunAsync($"message {message}", cancellationToken);

    [Function("OnNumber")]
    public Task OnNumber([QueueTrigger("numbers")] Numbered number, CancellationToken cancellationToken) =>
        probe.RunAsync($"number {number.Number}", cancellationToken);

    [Function("OnDetails")]
    public Task OnDetails([QueueTrigger("details")] QueueMessage message, CancellationToken cancellationToken) =>
        probe.RunAsync($"details {message.Body} {message.DequeueCount}", cancellationToken);
}

public sealed record Numbered(int Number);
