namespace FunctionsPipeline.Subscribers.Store;

/// <summary>How a record changes when mail to it must stop.</summary>
public static class Departing
{
    /// <param name="newsletter">Null for all, and then the address as such for a bounce or a complaint.</param>
    /// <returns>Null if nothing changes: it is so already, or a newer confirmation stands against it (rule B4).</returns>
    public static Subscriber? Depart(
        this Subscriber subscriber,
        DepartureReason reason,
        DateTimeOffset at,
        string? newsletter
    )
    {
        if (newsletter is null && reason is DepartureReason.Bounced or DepartureReason.Complained)
            return Suppress(subscriber, reason, at);
        var changed = subscriber with
        {
            Subscriptions =
            [
                .. subscriber.Subscriptions.Select(s =>
                    newsletter is null || s.Newsletter == newsletter ? End(s, reason, at) : s
                ),
            ],
            Pending = [.. subscriber.Pending.Select(p => Without(p, newsletter, at)).OfType<PendingRequest>()],
        };
        return
            changed.Pending.SequenceEqual(subscriber.Pending)
            && changed.Subscriptions.SequenceEqual(subscriber.Subscriptions)
            ? null
            : changed;
    }

    private static Subscriber? Suppress(Subscriber subscriber, DepartureReason reason, DateTimeOffset at)
    {
        if (subscriber.LastConfirmed > at || subscriber.Suppressed?.Reason >= reason)
            return null;
        return subscriber with { Suppressed = new Suppression(at, reason) };
    }

    private static Subscription End(Subscription subscription, DepartureReason reason, DateTimeOffset at)
    {
        var confirmedLater = subscription.Confirmed && subscription.ConsentedAt > at;
        var alreadyEnded = subscription.Left is { } left && left.Reason >= reason;
        return confirmedLater || alreadyEnded ? subscription : subscription with { Left = new Departure(at, reason) };
    }

    private static PendingRequest? Without(PendingRequest pending, string? newsletter, DateTimeOffset at)
    {
        if (pending.At > at)
            return pending;
        if (newsletter is null)
            return null;
        if (!pending.Newsletters.Contains(newsletter, StringComparer.Ordinal))
            return pending;
        var rest = pending.Newsletters.Where(n => n != newsletter).ToList();
        return rest.Count == 0 ? null : pending with { Newsletters = rest };
    }
}
