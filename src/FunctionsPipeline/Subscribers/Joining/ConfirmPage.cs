using FunctionsPipeline.Branding;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>The page behind the confirmation mail's link: one button, which does it.</summary>
public sealed class ConfirmPage(PageWriter pages, Confirmations confirmations, SubscriberLinks links)
{
    /// <summary>Acts never: scanners follow every link in a mail.</summary>
    public async Task<WebPage> ShowAsync(string? token, CancellationToken cancellationToken)
    {
        var answer = await confirmations.LookAsync(token, cancellationToken);
        var page = await pages.BeginAsync(answer.Language, cancellationToken);
        return answer.State == ConfirmationState.Open
            ? page.Message(
                200,
                "confirm",
                [new ButtonForm(page.Strings["confirm-button"])],
                null,
                ("newsletters", page.NamesOf(answer.Newsletters))
            )
            : Answer(page, answer);
    }

    public async Task<WebPage> ConfirmAsync(string? token, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var answer = await confirmations.ConfirmAsync(token, origin, cancellationToken);
        return Answer(await pages.BeginAsync(answer.Language, cancellationToken), answer);
    }

    private WebPage Answer(PageContext page, ConfirmationAnswer answer) =>
        answer.State switch
        {
            ConfirmationState.Done => page.Message(
                200,
                "confirmed",
                null,
                [new PageLink(page.Strings["to-preferences"], links.Preferences(answer.Subscriber!.Value).AbsoluteUri)],
                ("newsletters", page.NamesOf(answer.Newsletters))
            ),
            ConfirmationState.BadLink => page.Message(404, "bad-link"),
            _ => page.Message(410, "confirm-over", null, [page.ToSubscribe("../subscribe")]),
        };
}
