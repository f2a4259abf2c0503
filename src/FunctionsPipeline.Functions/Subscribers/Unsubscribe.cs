using FunctionsPipeline.Subscribers.Leaving;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>Leaving, RFC 8058: GET shows a page, any POST leaves before it is answered; no cookie, no redirect.</summary>
public sealed class Unsubscribe(UnsubscribePage page, SubscriberRequests requests)
{
    [Function("ShowUnsubscribe")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "unsubscribe/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) => requests.ShowAsync(() => page.ShowAsync(token, cancellationToken), cancellationToken);

    [Function("Unsubscribe")]
    public Task<IResult> LeaveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "unsubscribe/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        requests.OneClickAsync(
            request,
            (form, origin) => page.LeaveAsync(token, form, origin, cancellationToken),
            cancellationToken
        );
}
