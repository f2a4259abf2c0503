using FunctionsPipeline.Desk.Elsewhere;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>Copies of articles on other sites.</summary>
public sealed class DeskElsewhere(DeskGate gate, ElsewherePage page)
{
    [Function("ShowDeskElsewhere")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/elsewhere")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => page.ShowAsync(visit, cancellationToken), cancellationToken);

    [Function("DeskRetryCopy")]
    public Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/elsewhere/retry")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => page.RetryAsync(visit, form, cancellationToken), cancellationToken);

    [Function("DeskTestTarget")]
    public Task<IResult> TestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/elsewhere/test")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => page.TestAsync(visit, form, cancellationToken), cancellationToken);
}
