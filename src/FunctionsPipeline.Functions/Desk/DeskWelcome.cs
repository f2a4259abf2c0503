using FunctionsPipeline.Desk.Issues;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>Welcome series: their mails and their account.</summary>
public sealed class DeskWelcome(DeskGate gate, WelcomePage page)
{
    [Function("ShowDeskWelcome")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues/welcome")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => page.ShowAsync(visit, cancellationToken), cancellationToken);

    [Function("ShowDeskWelcomePreview")]
    public Task<IResult> PreviewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues/welcome/preview")]
            HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit =>
                page.PreviewAsync(
                    visit,
                    request.Query["newsletter"],
                    request.Query["file"],
                    request.Query["as"],
                    cancellationToken
                ),
            cancellationToken
        );

    /// <summary>For the frames of the preview.</summary>
    [Function("DeskWelcomeDocument")]
    public Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/issues/welcome/document")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.SendAsync(
            request,
            async _ =>
                await page.DocumentAsync(
                    request.Query["newsletter"],
                    request.Query["file"],
                    request.Query["look"],
                    cancellationToken
                )
                    is { } document
                    ? new FramedDocument(document)
                    : Results.NotFound(),
            cancellationToken
        );
}
