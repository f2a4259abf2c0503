using FunctionsPipeline.Desk;
using FunctionsPipeline.Desk.Issues;
using FunctionsPipeline.Subscribers.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>Issues to come and issues that were planned.</summary>
public sealed class DeskIssues(DeskGate gate, IssuesPage list, OneIssuePage page)
{
    [Function("ShowDeskIssues")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues")] HttpRequest request,
        CancellationToken cancellationToken
    ) => gate.ShowAsync(request, visit => list.ShowAsync(visit, cancellationToken), cancellationToken);

    [Function("ShowDeskPastIssues")]
    public Task<IResult> PastAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues/past")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => list.PastAsync(visit, request.Query["before"], cancellationToken),
            cancellationToken
        );

    [Function("ShowDeskIssue")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues/one")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.ShowAsync(visit, request.Query["issue"], cancellationToken),
            cancellationToken
        );

    [Function("ShowDeskIssuePreview")]
    public Task<IResult> PreviewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues/preview")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.PreviewAsync(visit, request.Query["of"], request.Query["as"], cancellationToken),
            cancellationToken
        );

    /// <summary>For the frames of the preview.</summary>
    [Function("DeskIssueDocument")]
    public Task<IResult> DocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/issues/document")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.SendAsync(
            request,
            async _ =>
                await page.DocumentAsync(request.Query["of"], request.Query["look"], cancellationToken) is { } document
                    ? new FramedDocument(document)
                    : Results.NotFound(),
            cancellationToken
        );

    [Function("ShowDeskIssuePlan")]
    public Task<IResult> AskToPlanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues/plan")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.AskToPlanAsync(visit, request.Query["newsletter"], request.Query["again"], cancellationToken),
            cancellationToken
        );
}

/// <summary>Figures that are counted when they are asked for.</summary>
public sealed class DeskIssueFigures(DeskGate gate, IssueFiguresPage page)
{
    [Function("ShowDeskAudience")]
    public Task<IResult> AudienceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues/audience")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.AudienceAsync(visit, request.Query["newsletter"], cancellationToken),
            cancellationToken
        );

    [Function("ShowDeskArrival")]
    public Task<IResult> ArrivalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/issues/arrival")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.ShowAsync(
            request,
            visit => page.ArrivalAsync(visit, request.Query["issue"], cancellationToken),
            cancellationToken
        );
}

/// <summary>What an issue holds: kept for its time, or planned now.</summary>
public sealed class DeskPlanning(DeskGate gate, PlanningActs acts)
{
    /// <summary>Of the form, which holds three fields for each article: room for some hundred with long names.</summary>
    private const int MostBytes = 256 * 1024;

    [Function("DeskPlanIssue")]
    public Task<IResult> PlanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/issues/plan")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ActAsync(request, acts.PlanAsync, cancellationToken);

    [Function("DeskChangeNextIssue")]
    public Task<IResult> WishAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/issues/next")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ActAsync(request, acts.WishAsync, cancellationToken);

    private Task<IResult> ActAsync(
        HttpRequest request,
        Func<DeskVisit, FormValues, CancellationToken, Task<DeskAnswer>> act,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, MostBytes, (visit, form) => act(visit, form, cancellationToken), cancellationToken);
}

/// <summary>What staff do about issues.</summary>
public sealed class DeskIssueActs(DeskGate gate, IssueActs acts)
{
    [Function("DeskTestIssue")]
    public Task<IResult> TestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/issues/test")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ActAsync(request, acts.TestAsync, cancellationToken);

    [Function("DeskSkipIssue")]
    public Task<IResult> SkipAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/issues/skip")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ActAsync(request, acts.SkipAsync, cancellationToken);

    [Function("DeskUnskipIssues")]
    public Task<IResult> UnskipAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/issues/unskip")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ActAsync(request, acts.UnskipAsync, cancellationToken);

    [Function("DeskStopIssue")]
    public Task<IResult> StopAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/issues/stop")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ActAsync(request, acts.StopAsync, cancellationToken);

    [Function("DeskWriteNote")]
    public Task<IResult> NoteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/issues/note")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ActAsync(request, acts.NoteAsync, cancellationToken);

    private Task<IResult> ActAsync(
        HttpRequest request,
        Func<DeskVisit, FormValues, CancellationToken, Task<DeskAnswer>> act,
        CancellationToken cancellationToken
    ) => gate.ActAsync(request, (visit, form) => act(visit, form, cancellationToken), cancellationToken);
}
