using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>For whoever watches: 200 when the app runs and its storage answers, else 503.</summary>
public sealed class Health(IBlobStore store)
{
    [Function(nameof(Health))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await store.StatAsync(new BlobPath(Containers.Settings, "site.yml"), cancellationToken);
            return Results.Json(new { status = "healthy" });
        }
        catch (StorageException)
        {
            return Results.Json(new { status = "storage does not answer" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
