using System.Security.Cryptography;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk;
using FunctionsPipeline.Functions.Subscribers;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>
/// Every request to the desk passes here: the session is checked, on a POST the anti-forgery token as well, the headers are
/// set, and a fault of storage becomes a page that says so.
/// </summary>
public sealed class DeskGate(
    DeskAuthenticator authenticator,
    IAntiforgery forgery,
    DeskPages pages,
    DeskKeys keys,
    DeskNotices notices
)
{
    /// <summary>A page for a person who is signed in; anyone else is led to the way in.</summary>
    public Task<IResult> ShowAsync(
        HttpRequest request,
        Func<DeskVisit, Task<WebPage>> show,
        CancellationToken cancellationToken
    ) => SendAsync(request, async visit => new DeskPageResult(await show(visit)), cancellationToken);

    /// <summary>Anything else that a person who is signed in may get.</summary>
    public Task<IResult> SendAsync(
        HttpRequest request,
        Func<DeskVisit, Task<IResult>> send,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            request,
            async () =>
            {
                var visit = await VisitAsync(request.HttpContext, cancellationToken);
                if (visit.Person is not null)
                    return await send(visit);
                var page = await pages.BeginAsync(visit, section: null, cancellationToken);
                return new DeskRedirect(page.Addresses.Of("sign-in"));
            },
            cancellationToken
        );

    /// <summary>An act of a person who is signed in.</summary>
    public Task<IResult> ActAsync(
        HttpRequest request,
        Func<DeskVisit, FormValues, Task<DeskAnswer>> act,
        CancellationToken cancellationToken
    ) => ActAsync(request, FormReader.MostBytes, act, cancellationToken);

    /// <inheritdoc cref="ActAsync(HttpRequest, Func{DeskVisit, FormValues, Task{DeskAnswer}}, CancellationToken)"/>
    /// <param name="mostBytes">Of the form.</param>
    public Task<IResult> ActAsync(
        HttpRequest request,
        int mostBytes,
        Func<DeskVisit, FormValues, Task<DeskAnswer>> act,
        CancellationToken cancellationToken
    ) =>
        FormAsync(
            request,
            mostBytes,
            async (visit, form) =>
                await AnswerAsync(request.HttpContext, visit, await act(visit, form), cancellationToken),
            cancellationToken
        );

    /// <summary>A form of a person who is signed in, with an answer of its own kind.</summary>
    /// <param name="mostBytes">Of the form.</param>
    public Task<IResult> FormAsync(
        HttpRequest request,
        int mostBytes,
        Func<DeskVisit, FormValues, Task<IResult>> take,
        CancellationToken cancellationToken
    ) => PostAsync(request, mustBeSignedIn: true, mostBytes, take, cancellationToken);

    /// <summary>A body that is too large to be read as a form, of a person who is signed in.</summary>
    /// <param name="take">
    /// Gets what tells whether an anti-forgery token is valid, and must ask it before anything is stored. Null: it was not, or
    /// the body is no such body.
    /// </param>
    public Task<IResult> BodyAsync(
        HttpRequest request,
        Func<DeskVisit, Func<string, Task<bool>>, Task<IResult?>> take,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            request,
            async () =>
            {
                var context = request.HttpContext;
                await keys.EnsureReachableAsync(cancellationToken);
                if (await authenticator.FindAsync(context, cancellationToken) is not { } person)
                    return await MessageAsync(null, 401, "session-over", cancellationToken);
                // The server's own limit would end the connection without a reason; each kind of body has one that answers.
                if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                    limit.MaxRequestBodySize = null;
                try
                {
                    return await take(
                            new DeskVisit(person, TokenOf(context)),
                            async token =>
                            {
                                // Without one the body would be read as a form.
                                if (token.Length == 0)
                                    return false;
                                request.Headers[DeskHttp.TokenHeader] = token;
                                return await forgery.IsRequestValidAsync(context);
                            }
                        ) ?? await MessageAsync(person, 400, "forged", cancellationToken);
                }
                catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
                {
                    return await MessageAsync(person, 400, "bad-form", cancellationToken);
                }
            },
            cancellationToken
        );

    /// <summary>A page for anyone.</summary>
    public Task<IResult> WelcomeAsync(
        HttpRequest request,
        Func<DeskVisit, Task<IResult>> show,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            request,
            async () => await show(await VisitAsync(request.HttpContext, cancellationToken)),
            cancellationToken
        );

    /// <summary>An answer that needs no session and sets no cookie.</summary>
    public Task<IResult> AnyoneAsync(
        HttpRequest request,
        Func<Task<IResult>> answer,
        CancellationToken cancellationToken
    ) => GuardAsync(request, answer, cancellationToken);

    /// <summary>A form from anyone.</summary>
    public Task<IResult> TakeAsync(
        HttpRequest request,
        Func<DeskVisit, FormValues, Task<IResult>> take,
        CancellationToken cancellationToken
    ) => PostAsync(request, mustBeSignedIn: false, FormReader.MostBytes, take, cancellationToken);

    /// <summary>What an act came to, as the browser gets it.</summary>
    internal async Task<IResult> AnswerAsync(
        HttpContext context,
        DeskVisit visit,
        DeskAnswer answer,
        CancellationToken cancellationToken
    )
    {
        if (answer.Page is { } page)
            return new DeskPageResult(page);
        if (answer.Said is { } said)
            notices.Put(context, said);
        var next = await pages.BeginAnyhowAsync(visit, cancellationToken);
        return new DeskRedirect(next.Addresses.Of(answer.GoTo ?? ""));
    }

    private Task<IResult> PostAsync(
        HttpRequest request,
        bool mustBeSignedIn,
        int mostBytes,
        Func<DeskVisit, FormValues, Task<IResult>> take,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            request,
            async () =>
            {
                var context = request.HttpContext;
                await keys.EnsureReachableAsync(cancellationToken);
                var person = await authenticator.FindAsync(context, cancellationToken);
                if (mustBeSignedIn && person is null)
                    return await MessageAsync(null, 401, "session-over", cancellationToken);
                var (form, refused) = await FormReader.ReadAsync(request, mostBytes, cancellationToken);
                if (refused != 0)
                    return await MessageAsync(person, refused, "bad-form", cancellationToken);
                if (!await forgery.IsRequestValidAsync(context))
                    return await MessageAsync(person, 400, "forged", cancellationToken);
                return await take(new DeskVisit(person, TokenOf(context)), form);
            },
            cancellationToken
        );

    private async Task<DeskVisit> VisitAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await keys.EnsureReachableAsync(cancellationToken);
        var person = await authenticator.FindAsync(context, cancellationToken);
        return new DeskVisit(person, TokenOf(context), notices.Take(context));
    }

    private string TokenOf(HttpContext context) => forgery.GetAndStoreTokens(context).RequestToken!;

    private async Task<IResult> MessageAsync(
        DeskPerson? person,
        int status,
        string key,
        CancellationToken cancellationToken
    ) => new DeskPageResult(await pages.MessageAsync(new DeskVisit(person, ""), status, key, cancellationToken));

    private async Task<IResult> GuardAsync(
        HttpRequest request,
        Func<Task<IResult>> answer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await answer();
        }
        // Data protection hides why it has no keys.
        catch (Exception e) when (e is StorageException or CryptographicException { InnerException: StorageException })
        {
            request.HttpContext.Response.Headers.RetryAfter = "60";
            return await MessageAsync(null, StatusCodes.Status503ServiceUnavailable, "not-now", cancellationToken);
        }
    }
}
