using FunctionsPipeline.LocalDev.Clock;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>
/// In development the app may be given a clock that runs at another pace and that SendGrid's emulator shares, so that an
/// hour of planning and sending takes a minute. Leases and message invisibility stay in real seconds.
/// </summary>
internal static class LocalClock
{
    /// <exception cref="FormatException">It is not what <see cref="ClockSetting"/> writes.</exception>
    public static void Add(FunctionsApplicationBuilder builder)
    {
        if (builder.Configuration["LocalDev:Clock"] is { Length: > 0 } setting)
            builder.Services.AddSingleton<TimeProvider>(ClockSetting.Parse(setting).Start(TimeProvider.System));
    }
}
