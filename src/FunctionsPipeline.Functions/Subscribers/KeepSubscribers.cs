using FunctionsPipeline.Subscribers.Housekeeping;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Subscribers;

/// <summary>
/// Expires pending requests and implied consent once a day, from 09:40 UTC; each later hour goes on with a pass that
/// was stopped.
/// </summary>
public sealed class KeepSubscribers(SubscriberHousekeeping housekeeping)
{
    [Function(nameof(KeepSubscribers))]
    public Task RunAsync([TimerTrigger("0 40 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        housekeeping.RunDailyAsync(cancellationToken);
}
