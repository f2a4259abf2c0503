using FunctionsPipeline.Desk.Elsewhere;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>Feeds whose entries become articles.</summary>
public sealed class DeskSources(DeskGate gate, SourcesPage page)
{
    [Function("ShowDeskSources")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/sources")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => page.ShowAsync(visit, cancellationToken), cancellationToken);

    [Function("DeskReadSource")]
    public Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/sources/read")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => page.ReadAsync(visit, form, cancellationToken), cancellationToken);
}
