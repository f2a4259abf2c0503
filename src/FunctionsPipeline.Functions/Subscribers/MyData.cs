using FunctionsPipeline.Subscribers.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>What is held of one person, behind a single-use link: shown, downloaded, erased.</summary>
public sealed class MyData(MyDataPage page, SubscriberRequests requests)
{
    [Function("ShowMyData")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "my-data/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) => requests.ShowAsync(() => page.ShowAsync(token, cancellationToken), cancellationToken);

    [Function("OpenMyData")]
    public Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-data/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        requests.SubmitAsync(
            request,
            (_, origin) => page.OpenAsync(token, origin, cancellationToken),
            cancellationToken
        );

    [Function("DownloadMyData")]
    public async Task<IResult> DownloadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-data-file")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        byte[]? file = null;
        var result = await requests.SubmitAsync(
            request,
            async (form, _) =>
            {
                file = await page.DownloadAsync(form, cancellationToken);
                return await page.OverAsync(cancellationToken);
            },
            cancellationToken
        );
        if (file is null)
            return result;
        PrivateHeaders.Set(request.HttpContext.Response);
        return Results.File(file, "application/json", "my-data.json");
    }

    [Function("EraseMyData")]
    public Task<IResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "my-data-erasure")] HttpRequest request,
        CancellationToken cancellationToken
    ) => requests.SubmitAsync(request, (form, _) => page.EraseAsync(form, cancellationToken), cancellationToken);
}
