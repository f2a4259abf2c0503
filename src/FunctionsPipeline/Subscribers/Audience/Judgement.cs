using FunctionsPipeline.Subscribers.Store;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Subscribers.Audience;

/// <summary>May this person get this, at that time? The one place that decides.</summary>
internal sealed class Judgement(AudienceQuery query)
{
    private readonly Topics _carried = Topics.Of(query.Topics);

    /// <returns>Null if the newsletter was never asked for.</returns>
    public Candidate? Of(Subscriber subscriber)
    {
        var subscription = subscriber.To(query.Newsletter);
        if (subscription is null && !subscriber.HasAskedFor(query.Newsletter))
            return null;
        var excluded = Exclude(subscriber, subscription);
        return new Candidate(subscriber.Id, subscriber.Address, subscriber.Name, excluded, subscriber.Language)
        {
            PausedUntil = excluded == Exclusion.Paused ? subscriber.PausedUntil : null,
        };
    }

    public static Candidate Unknown(SubscriberId id) => new(id, "", null, Exclusion.Erased);

    private Exclusion? Exclude(Subscriber subscriber, Subscription? subscription)
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
        if (query.Topics.Count > 0 && subscriber.Topics.Count > 0 && !_carried.Overlaps(subscriber.Topics))
            return Exclusion.OtherTopics;
        return null;
    }

    private static Exclusion Of(DepartureReason reason) =>
        reason switch
        {
            DepartureReason.Expired => Exclusion.ConsentExpired,
            DepartureReason.Bounced => Exclusion.Bounced,
            DepartureReason.Complained => Exclusion.Complained,
            DepartureReason.Erased => Exclusion.Erased,
            _ => Exclusion.Unsubscribed,
        };
}
