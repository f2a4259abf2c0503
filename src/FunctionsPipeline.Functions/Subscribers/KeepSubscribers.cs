using FunctionsPipeline.Subscribers.Housekeeping;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>Once a day, at night in North America: what time does to subscribers.</summary>
public sealed class KeepSubscribers(SubscriberHousekeeping housekeeping)
{
    [Function(nameof(KeepSubscribers))]
    public Task RunAsync([TimerTrigger("0 40 9 * * *")] TimerInfo timer, CancellationToken cancellationToken)
        => housekeeping.RunAsync(cancellationToken);
}
