using FunctionsPipeline.Subscribers.Joining;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>The page behind the confirmation mail. GET shows, POST confirms.</summary>
public sealed class Confirm(ConfirmPage page, SubscriberRequests requests)
{
    [Function("ShowConfirm")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "confirm/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) => requests.ShowAsync(() => page.ShowAsync(token, cancellationToken), cancellationToken);

    [Function("Confirm")]
    public Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "confirm/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        requests.SubmitAsync(
            request,
            (_, origin) => page.ConfirmAsync(token, origin, cancellationToken),
            cancellationToken
        );
}
