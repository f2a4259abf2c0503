namespace FunctionsPipeline.Subscribers.Store;

/// <summary>One message that did not arrive for a reason that may pass.</summary>
/// <param name="Id">A hash of the provider's event id: an event that comes again counts once.</param>
/// <param name="At">When the provider gave up.</param>
public sealed record SoftBounce(string Id, DateTimeOffset At);

/// <summary>
/// When soft bounces stop mail: with the third within 30 days. A full mailbox or a server that is down for a day is no
/// reason to lose a reader; an address that refuses for weeks is, and mailing it on harms the sender's reputation.
/// </summary>
public static class SoftBounces
{
    /// <summary>The one that suppresses the address.</summary>
    public const int Most = 3;

    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>
    /// Counts one, in any order and as often as it is reported. Depends on the times of the events alone, so that
    /// events which are folded again much later count as they did at first.
    /// </summary>
    /// <returns>Null if nothing changes: it is counted already, too old, or older than a confirmation (rule B4).</returns>
    public static Subscriber? Count(this Subscriber subscriber, SoftBounce bounce)
    {
        if (
            subscriber.Suppressed is not null
            || subscriber.LastConfirmed > bounce.At
            || subscriber.SoftBounces.Any(b => b.Id == bounce.Id)
        )
            return null;
        var known = subscriber.SoftBounces.Where(b => !(subscriber.LastConfirmed > b.At)).Append(bounce).ToList();
        var newest = known.Max(b => b.At);
        known.RemoveAll(b => b.At <= newest - Window);
        if (!known.Contains(bounce))
            return null;
        return known.Count < Most
            ? subscriber with
            {
                SoftBounces = [.. known.OrderBy(b => b.At)],
            }
            : (subscriber with { SoftBounces = [] }).Depart(DepartureReason.Bounced, newest, newsletter: null);
    }

    /// <returns>The same instance if none has expired.</returns>
    public static Subscriber WithoutExpired(this Subscriber subscriber, DateTimeOffset now) =>
        subscriber.SoftBounces.Any(b => b.At <= now - Window)
            ? subscriber with
            {
                SoftBounces = [.. subscriber.SoftBounces.Where(b => b.At > now - Window)],
            }
            : subscriber;
}
