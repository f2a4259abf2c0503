using FunctionsPipeline.Newsletters.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>An issue's account, for staff, behind a signed link.</summary>
public sealed class IssuePage(IIssuePages pages)
{
    [Function(nameof(IssuePage))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "issue/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) => new PrivatePageResult(await pages.ReportAsync(token, cancellationToken));
}
