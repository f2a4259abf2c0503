using FunctionsPipeline.Newsletters.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>
/// The button in the preview: GET shows a page with one button, POST stops. Scanners follow every link in a mail.
/// </summary>
public sealed class StopIssue(IIssuePages pages)
{
    [Function(nameof(StopIssue))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = "stop-issue/{token}")]
            HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        new PrivatePageResult(
            HttpMethods.IsPost(request.Method)
                ? await pages.StopAsync(token, cancellationToken)
                : await pages.AskToStopAsync(token, cancellationToken)
        );
}
