using FunctionsPipeline.Subscribers.Joining;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>The form to join.</summary>
public sealed class Subscribe(SubscribePage page, SubscriberRequests requests)
{
    [Function("ShowSubscribe")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "subscribe")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        requests.ShowAsync(
            () => page.ShowAsync(request.Query["newsletter"], request.Query["language"], cancellationToken),
            cancellationToken
        );

    [Function("Subscribe")]
    public Task<IResult> SubmitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "subscribe")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        requests.SubmitAsync(
            request,
            (form, origin) => page.SubmitAsync(form, origin, cancellationToken),
            cancellationToken
        );

    /// <summary>The snippet for other pages.</summary>
    [Function("ShowSubscribeSnippet")]
    public Task<IResult> EmbedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "subscribe/snippet")] HttpRequest request,
        CancellationToken cancellationToken
    ) => requests.ShowAsync(() => page.EmbedAsync(cancellationToken), cancellationToken);
}
