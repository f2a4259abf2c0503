using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Housekeeping;

/// <summary>Adds up shards, beginning with what was counted before.</summary>
internal sealed class ShardTally
{
    private readonly SortedDictionary<DateOnly, DayCounts> _happened = [];
    private readonly SortedDictionary<string, int> _byNewsletter = new(StringComparer.Ordinal);
    private int _active,
        _pending,
        _unsubscribed,
        _suppressed;

    public ShardTally(KeepingProgress before)
    {
        foreach (var (day, counts) in before.Happened)
            _happened[day] = counts;
        (_active, _pending, _unsubscribed, _suppressed, var byNewsletter) = before.Totals;
        foreach (var (newsletter, people) in byNewsletter)
            _byNewsletter[newsletter] = people;
    }

    /// <summary>What happened by day (UTC).</summary>
    public IReadOnlyDictionary<DateOnly, DayCounts> Happened => _happened;

    public Totals Totals => new(_active, _pending, _unsubscribed, _suppressed, _byNewsletter);

    public void Add(Shard shard)
    {
        foreach (var (day, counts) in shard.Days)
            _happened[day] = _happened.GetValueOrDefault(day, new DayCounts()) + counts;
        foreach (var subscriber in shard.Subscribers())
            Add(subscriber);
    }

    private void Add(Subscriber subscriber)
    {
        switch (subscriber.Status)
        {
            case SubscriberStatus.Active:
                _active++;
                break;
            case SubscriberStatus.Pending:
                _pending++;
                break;
            case SubscriberStatus.Unsubscribed:
                _unsubscribed++;
                break;
            default:
                _suppressed++;
                return;
        }
        foreach (var subscription in subscriber.Subscriptions.Where(s => s.Left is null))
            _byNewsletter[subscription.Newsletter] = _byNewsletter.GetValueOrDefault(subscription.Newsletter) + 1;
    }
}
