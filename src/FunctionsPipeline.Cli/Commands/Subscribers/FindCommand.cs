using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary><c>fp subscribers find</c>: one person by exact address or id.</summary>
internal static class FindCommand
{
    public static Command Create()
    {
        var who = SubscribersCommand.Who();
        return new Command("find", "Finds one person by exact address or id, and says what that person gets.") { who }
            .WithExample("fp subscribers find -")
            .OnPipeline(async run =>
            {
                var person = await KnownPerson.FindAsync(
                    run.Service<EvidenceFiles>(),
                    CommandEnvironment.Of(run.Parsed).Input,
                    run.Parsed.GetValue(who)!,
                    run.CancellationToken
                );
                if (person is null)
                    return await run.RefuseAsync(new Refusal("No one is known by that id or address."));
                await run.Output.JsonAsync(DocumentOf(person), CommandJson.Readable.SubscriberDocument);
                await run.Output.SayAsync($"id         {person.Subscriber ?? "-"}");
                await run.Output.SayAsync($"status     {person.Status.ToString().ToLowerInvariant()}");
                if (person.Suppressed is { } suppressed)
                    await run.Output.SayAsync($"suppressed {Times.Of(suppressed.At)}: {suppressed.Reason}");
                if (person.Record is { Subscriptions.Count: > 0 } record)
                    await run.Output.TableAsync(
                        ["newsletter", "consent", "since", "left"],
                        record.Subscriptions.Select(s =>
                            (IReadOnlyList<string>)
                                [
                                    s.Newsletter,
                                    s.Basis.ToString().ToLowerInvariant(),
                                    Times.Of(s.ConsentedAt),
                                    Times.Of(s.LeftAt),
                                ]
                        )
                    );
                return 0;
            });
    }

    private static SubscriberDocument DocumentOf(EvidenceFile person) =>
        new(
            person.Subscriber,
            person.Status,
            person.Suppressed?.At,
            person.Suppressed?.Reason,
            [
                .. (person.Record?.Subscriptions ?? []).Select(s => new SubscriptionDocument(
                    s.Newsletter,
                    s.Basis,
                    s.ConsentedAt,
                    s.LeftAt
                )),
            ],
            person.Record?.PausedUntil
        );
}

/// <summary>One person, without name and address: the person who asks knows those.</summary>
internal sealed record SubscriberDocument(
    string? Id,
    SubscriberStatus Status,
    DateTimeOffset? SuppressedAt,
    DepartureReason? SuppressedBecause,
    IReadOnlyList<SubscriptionDocument> Subscriptions,
    DateTimeOffset? PausedUntil
);

/// <summary>Consent to one newsletter.</summary>
/// <param name="LeftAt">Null while it lasts.</param>
internal sealed record SubscriptionDocument(
    string Newsletter,
    ConsentBasis Basis,
    DateTimeOffset ConsentedAt,
    DateTimeOffset? LeftAt
);
