using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>Puts down a look for each new reader of a newsletter that welcomes (rule W1).</summary>
internal sealed class WelcomeArrivals(WelcomeLedger ledger, ISiteSettingsSource settings) : IConsentFollower
{
    public async Task ExpectAsync(
        SubscriberId id,
        IReadOnlyList<string> newsletters,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        foreach (var newsletter in await WelcomingAsync(newsletters, cancellationToken))
            await ledger.PutAsync(
                new DueLook(DueLook.MinuteOf(at), newsletter, id, DueLook.Arrival),
                cancellationToken
            );
    }

    public async Task ExpectAsync(
        string part,
        IReadOnlyList<NewReader> people,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var welcoming = await WelcomingAsync(
            [.. people.SelectMany(p => p.Newsletters).Distinct(StringComparer.Ordinal)],
            cancellationToken
        );
        var looks = people
            .Select(p =>
                (
                    p.Id,
                    Newsletters: (IReadOnlyList<string>)[.. p.Newsletters.Intersect(welcoming, StringComparer.Ordinal)]
                )
            )
            .Where(p => p.Newsletters.Count > 0)
            .ToDictionary(p => p.Id.Value, p => p.Newsletters, StringComparer.Ordinal);
        if (looks.Count > 0)
            await ledger.PutAsync(part, looks, DueLook.MinuteOf(at), cancellationToken);
    }

    public Task ForgetAsync(SubscriberId id, CancellationToken cancellationToken) =>
        ledger.ForgetAsync(id, cancellationToken);

    private async Task<IReadOnlyList<string>> WelcomingAsync(
        IReadOnlyList<string> newsletters,
        CancellationToken cancellationToken
    )
    {
        if (newsletters.Count == 0)
            return [];
        var site = await settings.GetAsync(cancellationToken);
        return
        [
            .. site
                .Newsletters.Where(n => n.Welcome.Count > 0)
                .Select(n => n.Id)
                .Intersect(newsletters, StringComparer.Ordinal),
        ];
    }
}
