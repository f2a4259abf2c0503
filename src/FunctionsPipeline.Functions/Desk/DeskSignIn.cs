using FunctionsPipeline.Desk;
using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.Functions.Subscribers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>The way in and out.</summary>
public sealed class DeskSignIn(DeskGate gate, DeskAuthenticator authenticator, SignInPage page)
{
    [Function("ShowDeskSignIn")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/sign-in")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.WelcomeAsync(
            request,
            async visit =>
                visit.Person is not null ? await GoAsync(request, visit, DeskAnswer.Go(""), cancellationToken)
                : authenticator.Mode == DeskAuthentication.AppService
                    ? new DeskPageResult(await page.ElsewhereAsync(visit, cancellationToken))
                : new DeskPageResult(await page.ShowAsync(visit, cancellationToken)),
            cancellationToken
        );

    [Function("RequestDeskSignIn")]
    public Task<IResult> AskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/sign-in")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.TakeAsync(
            request,
            async (visit, form) =>
                new DeskPageResult(
                    authenticator.Mode == DeskAuthentication.AppService
                        ? await page.ElsewhereAsync(visit, cancellationToken)
                        : await page.AskAsync(visit, form, ClientOrigin.Of(request), cancellationToken)
                ),
            cancellationToken
        );

    [Function("ShowDeskSignInLink")]
    public Task<IResult> ShowLinkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "desk/sign-in/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        gate.WelcomeAsync(
            request,
            async visit => new DeskPageResult(await page.ShowLinkAsync(visit, token, cancellationToken)),
            cancellationToken
        );

    [Function("OpenDeskSignInLink")]
    public Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/sign-in/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        gate.TakeAsync(
            request,
            async (visit, _) =>
            {
                if (
                    authenticator.Mode != DeskAuthentication.Mail
                    || await page.OpenAsync(token, cancellationToken) is not { } person
                )
                    return new DeskPageResult(await page.OverAsync(visit, cancellationToken));
                await authenticator.SignInAsync(request.HttpContext, person, cancellationToken);
                return await GoAsync(request, visit, DeskAnswer.Go(""), cancellationToken);
            },
            cancellationToken
        );

    [Function("DeskSignOut")]
    public Task<IResult> SignOutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/sign-out")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.TakeAsync(
            request,
            (visit, _) => LeaveAsync(request, visit, "said-signed-out", cancellationToken),
            cancellationToken
        );

    [Function("DeskSignOutEverywhere")]
    public Task<IResult> SignOutEverywhereAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "desk/sign-out-everywhere")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        gate.TakeAsync(
            request,
            async (visit, _) =>
            {
                if (visit.Person is not null)
                    await page.SignOutEverywhereAsync(visit, cancellationToken);
                return await LeaveAsync(request, visit, "said-signed-out-everywhere", cancellationToken);
            },
            cancellationToken
        );

    private async Task<IResult> LeaveAsync(
        HttpRequest request,
        DeskVisit visit,
        string said,
        CancellationToken cancellationToken
    )
    {
        if (authenticator.Mode == DeskAuthentication.AppService)
            return new DeskRedirect("/.auth/logout");
        await DeskAuthenticator.SignOutAsync(request.HttpContext);
        return await GoAsync(
            request,
            visit,
            DeskAnswer.Go("sign-in", await page.SayAsync(said, cancellationToken)),
            cancellationToken
        );
    }

    private Task<IResult> GoAsync(
        HttpRequest request,
        DeskVisit visit,
        DeskAnswer answer,
        CancellationToken cancellationToken
    ) => gate.AnswerAsync(request.HttpContext, visit, answer, cancellationToken);
}
