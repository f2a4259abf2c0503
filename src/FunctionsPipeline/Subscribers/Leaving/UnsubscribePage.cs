using FunctionsPipeline.Branding;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Subscribers.Leaving;

/// <summary>
/// The page behind every message's unsubscribe link, and RFC 8058's one-click: any POST with a valid token leaves,
/// regardless of its body (rule B7).
/// </summary>
public sealed class UnsubscribePage(
    PageWriter pages,
    Departures departures,
    SubscriberLinks links,
    IMailInFlight inFlight
)
{
    /// <summary>Acts never: scanners follow every link in a mail.</summary>
    public async Task<WebPage> ShowAsync(string? token, CancellationToken cancellationToken)
    {
        var link = departures.Look(token);
        var language = link is null ? null : await departures.LanguageOfAsync(link.Id, cancellationToken);
        var page = await pages.BeginAsync(language, cancellationToken);
        if (link is null)
            return page.Message(404, "bad-link");
        var heading = page.Strings.Format("unsubscribe-title", ("newsletter", page.NameOf(link.Detail)));
        return page.Render(
            200,
            "unsubscribe",
            new UnsubscribeModel
            {
                Shell = page.Frame(heading),
                Strings = page.Strings.All,
                Heading = heading,
                // With one newsletter there is nothing to choose.
                Scopes =
                    page.Site.Newsletters.Count == 1
                        ? []
                        :
                        [
                            new Choice(
                                "scope-one",
                                "one",
                                page.Strings.Format("scope-one", ("newsletter", page.NameOf(link.Detail))),
                                Chosen: true
                            ),
                            new Choice("scope-all", "all", page.Strings.Format("scope-all", ("site", page.Site.Name))),
                        ],
                Reasons =
                [
                    .. LeavingReasons.All.Select(r => new Choice($"reason-{r}", r, page.Strings[$"reason-{r}"])),
                ],
            }
        );
    }

    /// <param name="form">Empty where the body could not be read: it is a one-click all the same.</param>
    public async Task<WebPage> LeaveAsync(
        string? token,
        FormValues form,
        RequestOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var everything = form.One("scope") == "all";
        var reason = LeavingReasons.Known(form.One("reason"));
        var departure = await departures.LeaveAsync(token, everything, reason, origin, cancellationToken);
        var page = await pages.BeginAsync(departure?.Language, cancellationToken);
        if (departure is not { Link: var link })
            return page.Message(404, "bad-link");
        var forms = new List<ButtonForm>();
        if (!everything && page.Site.Newsletters.Count > 1)
            forms.Add(
                new ButtonForm(
                    page.Strings.Format("leave-all-button", ("site", page.Site.Name)),
                    null,
                    [new HiddenField("scope", "all")]
                )
            );
        // A retired key's link leads nowhere else (rule B6).
        if (!link.Retired)
        {
            forms.Add(
                new ButtonForm(
                    page.Strings["return-button"],
                    $"../preferences/{links.Preferences(link.Id).Segments[^1]}/return",
                    [new HiddenField("newsletter", link.Detail)]
                )
            );
        }
        var later = await inFlight.MayArriveAsync(everything ? null : link.Detail, cancellationToken);
        return page.Message(
            200,
            everything ? "left-all" : "left",
            forms,
            link.Retired ? [page.ToSubscribe("../subscribe")] : null,
            ("newsletter", page.NameOf(link.Detail)),
            ("site", page.Site.Name),
            page.Later(later)
        );
    }
}

public sealed record UnsubscribeModel
{
    public required Branding.Shell Shell { get; init; }

    public required IReadOnlyDictionary<string, string> Strings { get; init; }

    public required string Heading { get; init; }

    public required IReadOnlyList<Choice> Scopes { get; init; }

    public required IReadOnlyList<Choice> Reasons { get; init; }
}
