using FunctionsPipeline.Desk.SiteFile;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>The settings of the publication.</summary>
public sealed class DeskSettings(DeskGate gate, SettingsPage page)
{
    [Function("ShowDeskSettings")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/settings")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => page.ShowAsync(visit, cancellationToken), cancellationToken);

    [Function("DeskSaveSettings")]
    public Task<IResult> TakeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/settings")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ActAsync(
            request,
            SettingsPage.MostBytes,
            (visit, form) => page.TakeAsync(visit, form, cancellationToken),
            cancellationToken
        );
}
