using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.TestApp;

/// <summary>Functions that leave a blob behind for each run, so that a test can count runs over several processes.</summary>
public sealed class RecordingFunctions(BlobContainerClient handled, TimeProvider time)
{
    [Function("RecordBlob")]
    public Task RecordBlob([BlobTrigger("dropped/{name}")] BlobClient blob, string name, FunctionContext context)
        => RecordAsync($"blob/{name}/{context.InvocationId}", "");

    [Function("RecordMessage")]
    public Task RecordMessage([QueueTrigger("numbers")] Numbered message, FunctionContext context)
        => RecordAsync($"message/{message.Number}/{context.InvocationId}", "");

    /// <summary>Runs longer than its schedule's interval, so that two holders of its lock would overlap.</summary>
    [Function("RecordTick")]
    public async Task RecordTick([TimerTrigger("* * * * * *")] TimerInfo timer, FunctionContext context, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        await Task.Delay(TimeSpan.FromMilliseconds(300), time, cancellationToken);
        await RecordAsync($"tick/{context.InvocationId}", $"{started.UtcTicks} {time.GetUtcNow().UtcTicks} {Environment.ProcessId}");
    }

    [Function("Ping")]
    public IResult Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ping")] HttpRequest request)
        => Results.Text("pong");

    private Task RecordAsync(string name, string content) => handled.UploadBlobAsync(name, new BinaryData(content));
}

public sealed record Numbered(int Number);
