using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Integration;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>
/// For monitoring: 503 if storage does not answer, else 200. What keeps mail from going out is said in the answer and
/// changes no status code: hosts restart an app on a 503, and a restart repairs neither a key nor the settings.
/// </summary>
public sealed partial class Health(HealthCheck check)
{
    [Function(nameof(Health))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var answer = await check.RunAsync(cancellationToken);
        return Results.Json(
            answer,
            AnswerJson.Default.HealthAnswer,
            statusCode: answer == HealthAnswer.Unhealthy
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status200OK
        );
    }

    [JsonSourceGenerationOptions(
        JsonSerializerDefaults.Web,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
    )]
    [JsonSerializable(typeof(HealthAnswer))]
    private sealed partial class AnswerJson : JsonSerializerContext;
}
