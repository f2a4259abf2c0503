using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.LocalHost.TestApp;

/// <summary>Functions of timers that report when they begin and end.</summary>
public sealed class TimerFunctions(Probe probe)
{
    [Function("OnYear")]
    public Task OnYear([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer, CancellationToken cancellationToken) =>
        probe.RunAsync(
            $"year {(timer.IsPastDue ? "past due" : "on time")} {timer.ScheduleStatus?.Next:yyyy}",
            cancellationToken
        );

    [Function("OnStartup")]
    public Task OnStartup(
        [TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => probe.RunAsync("startup", cancellationToken);

    [Function("OnSecond")]
    public async Task OnSecond([TimerTrigger("* * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await probe.RunAsync("tick begins", cancellationToken);
        // Longer than between two occurrences of two holders that do not know of each other.
        await Task.Delay(300, cancellationToken);
        await probe.RunAsync("tick ends", cancellationToken);
    }

    [Function("OnSetting")]
    public Task OnSetting([TimerTrigger("%Schedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        probe.RunAsync("setting", cancellationToken);
}
