using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Audience;

/// <summary>May this person get this, at that time? The one place that decides.</summary>
internal static class Judgement
{
    /// <returns>Null if the newsletter was never asked for.</returns>
    public static Candidate? Of(Subscriber subscriber, AudienceQuery query)
    {
        var subscription = subscriber.To(query.Newsletter);
        if (subscription is null && !subscriber.HasAskedFor(query.Newsletter))
            return null;
        return new Candidate(subscriber.Id, subscriber.Address, subscriber.Name, Exclude(subscriber, subscription, query));
    }

    public static Candidate Unknown(SubscriberId id) => new(id, "", null, Exclusion.Erased);

    private static Exclusion? Exclude(Subscriber subscriber, Subscription? subscription, AudienceQuery query)
    {
        if (subscriber.Suppressed is { } suppressed)
            return Of(suppressed.Reason);
        if (subscription is null)
            return Exclusion.Pending;
        if (subscription.Left is { } left)
            return Of(left.Reason);
        if (!subscription.HoldsAt(query.At))
            return Exclusion.ConsentExpired;
        if (subscriber.PausedUntil > query.At)
            return Exclusion.Paused;
        if (query.Withheld?.Contains(subscriber.Frequency) == true)
            return Exclusion.OtherFrequency;
        if (query.Topics.Count > 0 && subscriber.Topics.Count > 0
            && !query.Topics.Intersect(subscriber.Topics, StringComparer.OrdinalIgnoreCase).Any())
            return Exclusion.OtherTopics;
        return null;
    }

    private static Exclusion Of(DepartureReason reason) => reason switch
    {
        DepartureReason.Expired => Exclusion.ConsentExpired,
        DepartureReason.Bounced => Exclusion.Bounced,
        DepartureReason.Complained => Exclusion.Complained,
        DepartureReason.Erased => Exclusion.Erased,
        _ => Exclusion.Unsubscribed,
    };
}
