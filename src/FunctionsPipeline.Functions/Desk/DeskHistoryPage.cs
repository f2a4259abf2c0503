using FunctionsPipeline.Desk.History;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>What was done at the desk.</summary>
public sealed class DeskHistoryPage(DeskGate gate, HistoryPage page)
{
    [Function("ShowDeskHistory")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/history")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.ShowAsync(visit, request.Query["before"], cancellationToken),
            cancellationToken
        );

    [Function("ExportDeskHistory")]
    public Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/history/export")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.SendAsync(
            request,
            _ =>
            {
                PrivateHeaders.Set(request.HttpContext.Response);
                return WholeFile.MakeAsync(
                    output => page.ExportAsync(output, cancellationToken),
                    "text/csv; charset=utf-8",
                    "desk-history.csv"
                );
            },
            cancellationToken
        );
}
