using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>
/// The minute. Schedules are ours: this timer only ticks. What is under way comes before what is to be planned.
/// </summary>
public sealed class TickNewsletters(ISendingWork sending, INewsletterPlanning planning, ILogger<TickNewsletters> logger)
{
    [Function(nameof(TickNewsletters))]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await sending.TickAsync(cancellationToken);
        await planning.TickAsync(cancellationToken);
        OperationalEvents.Tick(logger);
    }
}
