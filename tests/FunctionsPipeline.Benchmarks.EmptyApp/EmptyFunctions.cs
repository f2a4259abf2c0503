using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Benchmarks.EmptyApp;

/// <summary>Functions that answer and do nothing.</summary>
public sealed class EmptyFunctions
{
    private static int _drops;

    [Function("Drop")]
    public Task DropAsync(
        [BlobTrigger("articles/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string name
    )
    {
        Interlocked.Increment(ref _drops);
        return Task.CompletedTask;
    }

    /// <summary>Answers with the number of drops so far.</summary>
    [Function("Health")]
    public IResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) =>
        Results.Text(Volatile.Read(ref _drops).ToString(System.Globalization.CultureInfo.InvariantCulture));
}
