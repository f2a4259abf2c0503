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
internal sealed record ListenerServices(
    FunctionInvoker Invoker, Drain Drain, HostSettings Settings, TimeProvider Time, Jitter Jitter, ILoggerFactory Logs);
