using FunctionsPipeline.Desk.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>How the system is, and what a person does about it.</summary>
public sealed class DeskHealth(DeskGate gate, HealthPage page)
{
    [Function("ShowDeskHealth")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/health")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => page.ShowAsync(visit, cancellationToken), cancellationToken);

    [Function("DeskRetryMessage")]
    public Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/health/retry")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => page.RetryAsync(visit, form, cancellationToken), cancellationToken);

    [Function("DeskDropMessage")]
    public Task<IResult> DropAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/health/drop")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => page.DropAsync(visit, form, cancellationToken), cancellationToken);

    [Function("DeskAdopt")]
    public Task<IResult> AdoptAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/health/adopt")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ActAsync(
            request,
            1024 * 1024,
            (visit, form) => page.AdoptAsync(visit, form, cancellationToken),
            cancellationToken
        );
}
