using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>
/// For whoever watches: 200 when the app runs and its storage answers, else 503. What keeps mail from going
/// out is said beside it and changes no status: a restart, which is what hosts do on a 503, mends neither a key nor the settings.
/// </summary>
public sealed class Health(ISending sending, ISiteSettingsSource settings)
{
    [Function(nameof(Health))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var site = await settings.GetAsync(cancellationToken);
            var refusals = await sending.RefusalsAsync(cancellationToken);
            return Results.Json(new
            {
                status = "healthy",
                // For everybody to read, so without the provider's words; those are in the log and on the page.
                mail = refusals.Count > 0 ? $"refused by the provider since {refusals.Min(r => r.Since):u}"
                    : site.Organisation.MayMail ? "ok"
                    : "site.yml names no postal address (organisation, postalAddress): nothing is mailed to readers, and nobody can subscribe",
            });
        }
        catch (StorageException)
        {
            return Results.Json(new { status = "storage does not answer" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
