using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.Demo;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>
/// In development the app may be given a clock that runs at another pace and that SendGrid's emulator shares, so that an
/// hour of planning and sending takes a minute; the demo brings one. Leases and message invisibility stay in real seconds.
/// </summary>
internal static class LocalClock
{
    /// <returns>Null: the machine's clock.</returns>
    /// <exception cref="FormatException">It is not what <see cref="ClockSetting"/> writes.</exception>
    public static MovableClock? Add(FunctionsApplicationBuilder builder, DemoOptions? demo)
    {
        var setting = demo is not null ? DemoClock.Opening(TimeProvider.System)
            : builder.Configuration["LocalDev:Clock"] is { Length: > 0 } figures ? ClockSetting.Parse(figures)
            : null;
        if (setting?.Start(TimeProvider.System) is not { } clock)
            return null;
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        return clock;
    }
}
