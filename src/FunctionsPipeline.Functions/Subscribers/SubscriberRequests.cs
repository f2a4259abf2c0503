using FunctionsPipeline.Branding;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Pages;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>
/// What every subscriber's page has in common: reading the form, naming the client, answering with a page.
/// </summary>
public sealed class SubscriberRequests(PageWriter pages)
{
    /// <summary>Answers a GET.</summary>
    public Task<IResult> ShowAsync(Func<Task<WebPage>> show, CancellationToken cancellationToken) =>
        GuardAsync(show, cancellationToken);

    /// <summary>Answers a form, or says what is wrong with it.</summary>
    public Task<IResult> SubmitAsync(
        HttpRequest request,
        Func<FormValues, RequestOrigin, Task<WebPage>> submit,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            async () =>
            {
                var (form, refused) = await FormReader.ReadAsync(request, cancellationToken);
                return refused == 0
                    ? await submit(form, ClientOrigin.Of(request))
                    : await pages.MessageAsync(refused, "bad-form", cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Answers a POST that counts regardless of its body (RFC 8058, rule B7).</summary>
    public Task<IResult> OneClickAsync(
        HttpRequest request,
        Func<FormValues, RequestOrigin, Task<WebPage>> submit,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(
            async () =>
                await submit(
                    await FormReader.ReadWhatCanBeReadAsync(request, cancellationToken),
                    ClientOrigin.Of(request)
                ),
            cancellationToken
        );

    /// <summary>Storage that does not answer is told as such: the person, or the mail client, tries again.</summary>
    private async Task<IResult> GuardAsync(Func<Task<WebPage>> answer, CancellationToken cancellationToken)
    {
        try
        {
            return new PrivatePageResult(await answer());
        }
        catch (StorageException)
        {
            return new PrivatePageResult(
                await pages.MessageAsync(StatusCodes.Status503ServiceUnavailable, "not-now", cancellationToken)
            );
        }
    }
}
