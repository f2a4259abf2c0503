using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Health;

/// <summary>How the system is, in words, and what a person can do about it.</summary>
public sealed class HealthPage(
    DeskPages pages,
    DeskAttention attention,
    ISendingReader sending,
    PoisonMessages poison,
    ICopyAdoption adoption,
    DeskHistory history
)
{
    /// <summary>The ledger keeps it, and wants no address.</summary>
    private const string AtTheDesk = "staff, at the desk";

    private const int MostDepartures = 5_000;

    public Task<WebPage> ShowAsync(DeskVisit visit, CancellationToken cancellationToken) =>
        ShowAsync(visit, 200, null, "", cancellationToken);

    /// <summary>Gives a message back to the function that failed on it.</summary>
    public Task<DeskAnswer> RetryAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken) =>
        OnMessageAsync(visit, form, "poison-retried", poison.RetryAsync, cancellationToken);

    /// <summary>Deletes a message: what it asked for is not done.</summary>
    public Task<DeskAnswer> DropAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken) =>
        OnMessageAsync(visit, form, "poison-dropped", poison.DropAsync, cancellationToken);

    /// <summary>A person says that this storage is the one to send from.</summary>
    public async Task<DeskAnswer> AdoptAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "health", cancellationToken);
        if (await sending.FindHaltAsync(cancellationToken) is not { } halt)
            return DeskAnswer.Go("health", page.Strings["adopt-not-halted"]);
        var typed = form.One("departures");
        var departed = new List<string>();
        foreach (var line in typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!EmailAddress.TryParse(line, out var address) || departed.Count == MostDepartures)
                return DeskAnswer.Show(
                    await ShowAsync(
                        visit,
                        422,
                        page.Strings.Format("adopt-no-address", ("line", departed.Count + 1)),
                        typed,
                        cancellationToken
                    )
                );
            departed.Add(address.Value);
        }
        var none = form.One("none").Length > 0;
        if (halt.MayBeCopy && departed.Count == 0 && !none)
            return DeskAnswer.Show(
                await ShowAsync(visit, 422, page.Strings["adopt-who-left"], typed, cancellationToken)
            );
        await history.AddAsync(
            visit.Who,
            new DeskAct(
                "adopted",
                Before: halt.Reason.ToString(),
                After: page.Counted("adopt-departures", departed.Count)
            ),
            cancellationToken
        );
        var refusal = await adoption.AdoptAsync(new Adoption(AtTheDesk, departed), cancellationToken);
        return refusal is null
            ? DeskAnswer.Go("health", page.Strings["adopt-done"])
            : DeskAnswer.Show(
                await ShowAsync(visit, 409, page.Translations.Of(refusal.Reason), typed, cancellationToken)
            );
    }

    private async Task<DeskAnswer> OnMessageAsync(
        DeskVisit visit,
        FormValues form,
        string act,
        Func<string, string?, CancellationToken, Task<Findings.Answer<int>>> change,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "health", cancellationToken);
        var (queue, id) = (form.One("queue"), form.One("message"));
        var found = await poison.ListAsync(queue, cancellationToken);
        if (found.Refusal is not null || found.Value.FirstOrDefault(m => m.Id == id) is not { } message)
            return DeskAnswer.Go("health", page.Strings["poison-gone"]);
        var asked = PoisonMessages.Describe(message);
        await history.AddAsync(visit.Who, new DeskAct(act, What: asked, Before: message.Queue), cancellationToken);
        var answer = await change(queue, id, cancellationToken);
        return DeskAnswer.Go(
            "health",
            answer.Refusal is null ? page.Strings.Format("said-" + act, ("what", asked)) : page.Strings["poison-gone"]
        );
    }

    private async Task<WebPage> ShowAsync(
        DeskVisit visit,
        int status,
        string? problem,
        string departures,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "health", cancellationToken);
        var (matters, standing) = await attention.LookAsync(page, cancellationToken);
        var messages = await poison.ListAsync(queue: null, cancellationToken);
        var title = page.Strings["nav-health"];
        return page.Render(
            status,
            "desk-health",
            title,
            new HealthModel
            {
                Title = title,
                Matters = [.. matters.Select(matter => matter with { Link = null })],
                Facts =
                [
                    new DeskFact(
                        page.Strings["health-tick"],
                        standing is null ? page.Strings["health-tick-never"] : page.When(standing.LastTick)
                    ),
                    new DeskFact(
                        page.Strings["health-sending"],
                        page.Strings[standing?.Halt is null ? "health-sending-ok" : "health-sending-halted"]
                    ),
                    new DeskFact(
                        page.Strings["health-mail"],
                        page.Strings[standing?.Refusals is { Count: > 0 } ? "health-mail-refused" : "health-mail-ok"]
                    ),
                ],
                Refusals =
                [
                    .. (standing?.Refusals ?? []).Select(refusal =>
                        page.Strings.Format(
                            "health-refusal",
                            ("when", page.When(refusal.Since)),
                            ("call", refusal.Call),
                            ("reason", refusal.Reason)
                        )
                    ),
                ],
                Messages = [.. messages.Value.Select(message => RowOf(page, message))],
                RetryTo = page.Addresses.Of("health/retry"),
                DropTo = page.Addresses.Of("health/drop"),
                Adopt = standing?.Halt is { } halt
                    ? new AdoptModel(
                        page.Strings.Format("halt-" + halt.Reason, ("when", page.When(halt.LastTick))),
                        halt.MayBeCopy,
                        page.Strings.Format("adopt-who-left-text", ("when", page.When(halt.LastTick))),
                        page.Addresses.Of("health/adopt"),
                        problem,
                        departures
                    )
                    : null,
            }
        );
    }

    private static PoisonRow RowOf(DeskPage page, PoisonMessage message) =>
        new(message.Queue, message.Id, PoisonMessages.Describe(message), page.When(message.At), message.Text);
}

/// <summary>What <c>desk-health.hbs</c> is rendered over.</summary>
public sealed record HealthModel : DeskModel
{
    public required string Title { get; init; }

    public required IReadOnlyList<Matter> Matters { get; init; }

    public required IReadOnlyList<DeskFact> Facts { get; init; }

    public required IReadOnlyList<string> Refusals { get; init; }

    public required IReadOnlyList<PoisonRow> Messages { get; init; }

    public required string RetryTo { get; init; }

    public required string DropTo { get; init; }

    /// <summary>Null while sending is not halted.</summary>
    public AdoptModel? Adopt { get; init; }
}

/// <param name="MayBeCopy">True: the form asks who left since.</param>
/// <param name="Departures">As they were typed.</param>
public sealed record AdoptModel(
    string Why,
    bool MayBeCopy,
    string WhoLeft,
    string To,
    string? Problem,
    string Departures
);

public sealed record PoisonRow(string Queue, string Id, string Asks, string Since, string Text);
