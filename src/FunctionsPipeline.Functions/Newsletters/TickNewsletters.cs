using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>
/// Runs every minute; schedules are evaluated in the domain. What is under way comes before what is to be planned.
/// </summary>
public sealed class TickNewsletters(
    ISendingSweep sweep,
    INewsletterPlanning planning,
    IWelcomeSeries welcome,
    ILogger<TickNewsletters> logger
)
{
    [Function(nameof(TickNewsletters))]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await sweep.RunAsync(cancellationToken);
        await planning.TickAsync(cancellationToken);
        await welcome.TickAsync(cancellationToken);
        OperationalEvents.Tick(logger);
    }
}
