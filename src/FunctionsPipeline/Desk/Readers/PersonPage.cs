using System.Text.Json;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Readers;

/// <summary>
/// One reader, found by exact address. Addresses and ids stand in the bodies of forms alone: never in an address of a page,
/// in a log or in the history.
/// </summary>
public sealed class PersonPage(
    DeskPages pages,
    EvidenceFiles files,
    EvidencePage evidence,
    Departures departures,
    Erasure erasure,
    DeskHistory history
)
{
    public async Task<WebPage> FindAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        if (!EmailAddress.TryParse(form.One("email"), out var address))
            return page.Message(422, "person-no-address", Back(page));
        return await files.OfAsync(address, cancellationToken) is { } found
            ? Show(page, found, null)
            : page.Message(404, "person-unknown", Back(page));
    }

    /// <summary>Takes the person off all newsletters, or one. Safe to repeat.</summary>
    public async Task<WebPage> LeaveAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        if (!SubscriberId.TryParse(form.One("id"), out var id))
            return page.Message(404, "person-unknown", Back(page));
        var newsletter = form.One("newsletter") is { Length: > 0 } one ? one : null;
        await history.AddAsync(
            visit.Who,
            new DeskAct("reader-unsubscribed", ShortOf(id), After: newsletter),
            cancellationToken
        );
        await departures.LeaveAsync(
            id,
            newsletter,
            reason: null,
            ConsentSource.Preferences,
            RequestOrigin.Unknown,
            cancellationToken
        );
        return await files.OfAsync(id, cancellationToken) is { } found
            ? Show(page, found, page.Strings["said-unsubscribed"])
            : page.Message(404, "person-unknown", Back(page));
    }

    /// <summary>Erases what is held of the person. Safe to repeat.</summary>
    public async Task<DeskAnswer> EraseAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        if (!SubscriberId.TryParse(form.One("id"), out var id))
            return DeskAnswer.Show(page.Message(404, "person-unknown", Back(page)));
        await history.AddAsync(visit.Who, new DeskAct("reader-erased", ShortOf(id)), cancellationToken);
        await erasure.EraseAsync(id, cancellationToken);
        return DeskAnswer.Go("readers", page.Strings["said-erased"]);
    }

    /// <summary>Everything that answers a regulator, as a page.</summary>
    /// <returns>Null if nothing is held.</returns>
    public async Task<WebPage?> EvidenceAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        if (
            !SubscriberId.TryParse(form.One("id"), out var id)
            || await files.OfAsync(id, cancellationToken) is not { } file
        )
            return null;
        await history.AddAsync(visit.Who, new DeskAct("evidence-read", ShortOf(id)), cancellationToken);
        return await evidence.WriteAsync(file, cancellationToken);
    }

    public async Task<WebPage> UnknownAsync(DeskVisit visit, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        return page.Message(404, "person-unknown", Back(page));
    }

    private static string ShortOf(SubscriberId id) => id.Value[..8];

    private static IReadOnlyList<DeskLink> Back(DeskPage page) =>
        [new DeskLink(page.Strings["back-link"], page.Addresses.Of("readers"))];

    private static WebPage Show(DeskPage page, EvidenceFile found, string? said)
    {
        var title = found.Record?.Address ?? page.Strings["person-erased"];
        var status = JsonNamingPolicy.CamelCase.ConvertName(found.Status.ToString());
        return page.Render(
            200,
            "desk-person",
            title,
            new PersonModel
            {
                Title = title,
                Back = page.Addresses.Of("readers"),
                Done = said,
                Facts =
                [
                    new DeskFact(
                        page.Strings["person-status"],
                        page.Strings.All.GetValueOrDefault("status-" + status, status)
                    ),
                    .. found.Record?.Name is { Length: > 0 } name
                        ? [new DeskFact(page.Strings["person-name"], name)]
                        : Array.Empty<DeskFact>(),
                    .. found.Suppressed is { } suppressed
                        ? [new DeskFact(page.Strings["person-suppressed"], page.When(suppressed.At))]
                        : Array.Empty<DeskFact>(),
                ],
                Subscriptions =
                [
                    .. (found.Record?.Subscriptions ?? []).Select(subscription => new PersonSubscription(
                        Issues.OneIssuePage.NameOf(page, subscription.Newsletter),
                        subscription.Newsletter,
                        page.WhenOrDay(subscription.ConsentedAt),
                        subscription.LeftAt is { } left ? page.When(left) : "",
                        subscription.LeftAt is null
                    )),
                ],
                Id = found.Subscriber ?? "",
                IsHeld = found.Record is not null,
                EvidenceTo = page.Addresses.Of("readers/evidence"),
                LeaveTo = page.Addresses.Of("readers/leave"),
                EraseTo = page.Addresses.Of("readers/erase"),
            }
        );
    }
}

/// <summary>What <c>desk-person.hbs</c> is rendered over.</summary>
public sealed record PersonModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public string? Done { get; init; }

    public required IReadOnlyList<DeskFact> Facts { get; init; }

    public required IReadOnlyList<PersonSubscription> Subscriptions { get; init; }

    /// <summary>Empty for an address that is only suppressed.</summary>
    public required string Id { get; init; }

    public required bool IsHeld { get; init; }

    public required string EvidenceTo { get; init; }

    public required string LeaveTo { get; init; }

    public required string EraseTo { get; init; }
}

/// <param name="Left">Empty while it lasts.</param>
public sealed record PersonSubscription(string Name, string Id, string Since, string Left, bool Lasts);
