using System.Reflection;
using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Timers;

/// <summary>A function that runs on a schedule.</summary>
internal sealed record TimerTriggerDefinition(TimerSchedule Schedule, bool UseMonitor, bool RunOnStartup) : TriggerDefinition
{
    public override string Kind => "timer";

    public override string Supported => "TimerInfo";

    public static TimerTriggerDefinition? Read(TimerTriggerAttribute attribute, TriggerContext context)
    {
        var text = context.Resolve(attribute.Schedule);
        var schedule = TimerSchedule.Parse(text);
        if (schedule is null)
        {
            context.Problem(
                $"'{text}' is not a schedule. Use six fields (second minute hour day month weekday), such as '0 */5 * * * *', or a TimeSpan such as '01:00:00'");
        }

        // The lock that keeps a timer on one instance is in the host's own account.
        context.Connection(StorageConnections.HostConnection);
        return schedule is null ? null : new(schedule, attribute.UseMonitor, attribute.RunOnStartup);
    }

    public override ParameterBinder? Bind(ParameterInfo parameter, bool isTrigger)
        => isTrigger && parameter.ParameterType == typeof(TimerInfo) ? invocation => new(invocation.Input) : null;
}
