using System.Text.Json;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Subscribers.Access;

/// <summary>What is held of one person: shown, downloaded or erased, behind a fresh single-use link.</summary>
public sealed class MyDataPage(
    PageWriter pages,
    AccessLinks access,
    EvidenceFiles files,
    Erasure erasure,
    IMailInFlight inFlight
)
{
    /// <summary>One button. Acts never: looking must not use the link up.</summary>
    public async Task<WebPage> ShowAsync(string? token, CancellationToken cancellationToken)
    {
        var subscriber = await access.LookAsync(token, cancellationToken);
        var page = await pages.BeginAsync(subscriber?.Language, cancellationToken);
        return subscriber is not null
            ? page.Message(200, "my-data", [new ButtonForm(page.Strings["my-data-button"])])
            : page.Message(410, "access-over");
    }

    /// <summary>Uses the link up and shows everything, with buttons to download and to erase.</summary>
    public async Task<WebPage> OpenAsync(string? token, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var pass = await access.OpenAsync(token, origin, cancellationToken);
        var page = await pages.BeginAsync(pass?.Subscriber.Language, cancellationToken);
        if (pass is null || await files.OfAsync(pass.Subscriber.Id, cancellationToken) is not { } file)
            return page.Message(410, "access-over");
        return page.Render(200, "evidence", EvidencePage.Model(page, file, pass.Token));
    }

    /// <returns>The same as JSON; null for a pass that is over.</returns>
    public async Task<byte[]?> DownloadAsync(FormValues form, CancellationToken cancellationToken) =>
        await access.HolderAsync(form.One("pass"), cancellationToken) is { } subscriber
        && await files.OfAsync(subscriber.Id, cancellationToken) is { } file
            ? JsonSerializer.SerializeToUtf8Bytes(file, SubscriberJson.Conventional.EvidenceFile)
            : null;

    /// <summary>Erases, if the box beside the button is ticked.</summary>
    public async Task<WebPage> EraseAsync(FormValues form, CancellationToken cancellationToken)
    {
        var subscriber = await access.HolderAsync(form.One("pass"), cancellationToken);
        var page = await pages.BeginAsync(subscriber?.Language, cancellationToken);
        if (subscriber is null)
            return page.Message(410, "access-over");
        if (form.One("sure") != "yes")
            return page.Message(422, "erase-sure");
        await erasure.EraseAsync(subscriber.Id, cancellationToken);
        return page.Message(
            200,
            "erased",
            null,
            null,
            page.Later(await inFlight.MayArriveAsync(null, cancellationToken))
        );
    }

    public Task<WebPage> OverAsync(CancellationToken cancellationToken) =>
        pages.MessageAsync(410, "access-over", cancellationToken);
}
