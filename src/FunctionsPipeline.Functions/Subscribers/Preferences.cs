using FunctionsPipeline.Subscribers.Preferences;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>What a person gets, the way back after leaving, and the request for a link to one's own data.</summary>
public sealed class Preferences(PreferencesPage page, SubscriberRequests requests)
{
    [Function("ShowPreferences")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "preferences/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) => requests.ShowAsync(() => page.ShowAsync(token, cancellationToken), cancellationToken);

    [Function("ChangePreferences")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "preferences/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        requests.SubmitAsync(
            request,
            (form, origin) => page.ChangeAsync(token, form, origin, cancellationToken),
            cancellationToken
        );

    [Function("SubscribeAgain")]
    public Task<IResult> ReturnAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "preferences/{token}/return")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        requests.SubmitAsync(
            request,
            (form, origin) => page.ReturnAsync(token, form, origin, cancellationToken),
            cancellationToken
        );

    [Function("RequestMyData")]
    public Task<IResult> RequestAccessAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "preferences/{token}/access")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        requests.SubmitAsync(
            request,
            (_, origin) => page.RequestAccessAsync(token, origin, cancellationToken),
            cancellationToken
        );
}
