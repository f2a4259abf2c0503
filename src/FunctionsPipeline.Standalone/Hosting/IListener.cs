using FunctionsPipeline.Standalone.Functions;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Hosting;

/// <summary>Something that waits for work until the drain begins.</summary>
internal interface IListener
{
    /// <summary>Ends when the drain has begun and all that was taken on is finished or given back. Never throws.</summary>
    Task RunAsync();
}

/// <summary>What every listener needs.</summary>
/// <param name="Time">The clock that leases, invisibility and patience are measured by: storage's seconds are real ones.</param>
/// <param name="AppTime">The app's clock, by which schedules are kept; in tests and demos it may run at another pace.</param>
internal sealed record ListenerServices(
    FunctionInvoker Invoker, Drain Drain, HostSettings Settings, TimeProvider Time, TimeProvider AppTime, Jitter Jitter, ILoggerFactory Logs);
