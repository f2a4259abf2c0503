using FunctionsPipeline.Housekeeping;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Site;

/// <summary>
/// Every five minutes: everything that is due, and what a lost message or a dead instance has left undone.
/// </summary>
public sealed class Housekeeping(HousekeepingRound round)
{
    [Function(nameof(Housekeeping))]
    public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        round.RunAsync(cancellationToken);
}
