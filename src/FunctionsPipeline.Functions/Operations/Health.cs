using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>
/// For whoever watches: 200 when the app runs and its storage answers, else 503. Whether the mail provider refuses the account is
/// said beside it and changes no status: a restart, which is what hosts do on a 503, would not mend a key.
/// </summary>
public sealed class Health(ISending sending)
{
    [Function(nameof(Health))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var refusals = await sending.RefusalsAsync(cancellationToken);
            return Results.Json(new
            {
                status = "healthy",
                // For everybody to read, so without the provider's words; those are in the log and on the page.
                mail = refusals.Count == 0 ? "ok" : $"refused by the provider since {refusals.Min(r => r.Since):u}",
            });
        }
        catch (StorageException)
        {
            return Results.Json(new { status = "storage does not answer" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
