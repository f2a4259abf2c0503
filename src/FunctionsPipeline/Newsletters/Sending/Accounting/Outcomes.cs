using System.Globalization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Accounting;

/// <summary>Folds events into outcomes that only move forward. Pure.</summary>
internal static class Outcomes
{
    /// <returns>The outcomes with the events in them; null if they say nothing new.</returns>
    public static OutcomeRecord? Fold(OutcomeRecord? before, IEnumerable<MailEvent> events)
    {
        var gens = new SortedDictionary<int, GenOutcome>();
        foreach (var (gen, outcome) in before?.Gens ?? [])
            gens[gen] = new GenOutcome(
                new SortedDictionary<string, PersonOutcome>(outcome.People, StringComparer.Ordinal)
            );
        var changed = false;
        foreach (var e in events)
        {
            // Any event that carries our arguments proves its generation, also one that says nothing of delivery.
            if (e.Gen is not { } gen || !SubscriberId.TryParse(e.RecipientId, out var person))
                continue;
            if (!gens.TryGetValue(gen, out var people))
                gens[gen] = people = new GenOutcome(
                    new SortedDictionary<string, PersonOutcome>(StringComparer.Ordinal)
                );
            var known = people.People.GetValueOrDefault(person.Value);
            var next = Next(known, e);
            changed |= next != known;
            people.People[person.Value] = next;
        }
        return changed ? new OutcomeRecord { Gens = gens } : null;
    }

    /// <summary>True if a person was delivered more than one generation.</summary>
    public static bool GotItTwice(OutcomeRecord record) =>
        record.Gens.Count > 1
        && record
            .Gens.Values.SelectMany(g =>
                g.People.Where(p => p.Value.State == OutcomeState.Delivered).Select(p => p.Key)
            )
            .GroupBy(p => p, StringComparer.Ordinal)
            .Any(p => p.Count() > 1);

    private static PersonOutcome Next(PersonOutcome? known, MailEvent e)
    {
        var told = State(e.Kind);
        var next =
            known is null ? new PersonOutcome(told, e.At, Detail(e, told))
            : told > known.State ? known with { State = told, At = e.At, Detail = Detail(e, told) }
            : known;
        return e.Kind == MailEventKind.Complained ? next with { Complained = true } : next;
    }

    /// <summary>
    /// A person who opens, clicks, complains or unsubscribes has the message; that it was delivered may be untold.
    /// </summary>
    private static OutcomeState State(MailEventKind kind) =>
        kind switch
        {
            MailEventKind.Processed => OutcomeState.Processed,
            MailEventKind.Deferred => OutcomeState.Deferred,
            MailEventKind.Dropped => OutcomeState.Dropped,
            MailEventKind.Bounced or MailEventKind.SoftBounced or MailEventKind.Blocked => OutcomeState.Bounced,
            _ => OutcomeState.Delivered,
        };

    private static string? Detail(MailEvent e, OutcomeState state) =>
        state switch
        {
            OutcomeState.Bounced when e.Kind == MailEventKind.Blocked => string.Create(
                    CultureInfo.InvariantCulture,
                    $"blocked {e.Detail}"
                )
                .TrimEnd(),
            OutcomeState.Bounced when e.Kind == MailEventKind.SoftBounced => string.Create(
                    CultureInfo.InvariantCulture,
                    $"soft {e.Detail}"
                )
                .TrimEnd(),
            OutcomeState.Deferred or OutcomeState.Dropped or OutcomeState.Bounced => e.Detail,
            _ => null,
        };
}
