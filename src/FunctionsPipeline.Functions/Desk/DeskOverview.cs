using FunctionsPipeline.Desk.Overview;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>The desk's first page.</summary>
public sealed class DeskOverview(DeskGate gate, OverviewPage page)
{
    [Function("ShowDesk")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => page.ShowAsync(visit, cancellationToken), cancellationToken);
}
