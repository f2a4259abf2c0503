using FunctionsPipeline.Desk;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>The desk's style sheet and script. They hold nothing that is anyone's business.</summary>
public sealed class DeskFiles(DeskGate gate)
{
    [Function("DeskFile")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/assets/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken
    ) => gate.AnyoneAsync(request, () => Task.FromResult(Find(request, name)), cancellationToken);

    private static IResult Find(HttpRequest request, string name)
    {
        if (DeskAsset.Find(name, out var isCurrent) is not { } file)
            return Results.NotFound();
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = isCurrent ? "public, max-age=31536000, immutable" : "no-store";
        headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(file.Content, file.ContentType);
    }
}
