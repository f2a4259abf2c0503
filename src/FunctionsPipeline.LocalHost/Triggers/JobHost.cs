using System.Runtime.ExceptionServices;
using FunctionsPipeline.LocalHost.Settings;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Triggers;

/// <summary>
/// One instance of the WebJobs SDK's host, the engine inside the real host, over the app's blob and queue functions. It
/// ends at the first fault that it does not handle itself; <see cref="JobHostLoop"/> builds another.
/// </summary>
internal sealed class JobHost : IDisposable
{
    private readonly IHost _host;
    private readonly TaskCompletionSource<Exception> _fault;

    private JobHost(IHost host, TaskCompletionSource<Exception> fault) => (_host, _fault) = (host, fault);

    /// <summary>Completes with what ended it.</summary>
    public Task<Exception> Fault => _fault.Task;

    public static JobHost Build(
        Type methods,
        ITriggerCalls calls,
        IConfiguration settings,
        HostSettings host,
        WebHooks webHooks,
        ILoggerFactory loggers
    )
    {
        var fault = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var built = new HostBuilder()
            .ConfigureWebJobs(
                jobs =>
                {
                    jobs.UseHostId(host.HostId);
                    jobs.AddAzureStorageCoreServices();
                    jobs.AddAzureStorageBlobs();
                    jobs.AddAzureStorageQueues();
                    jobs.AddExecutionContextBinding();
                },
                options => options.AllowPartialHostStartup = false
            )
            // After ConfigureWebJobs, which adds this process's environment: the options' settings win over it.
            .ConfigureAppConfiguration(configuration => configuration.AddConfiguration(settings))
            .ConfigureServices(services =>
            {
                services.AddSingleton(loggers);
                services.AddSingleton<IHostLifetime, NoLifetime>();
#pragma warning disable CS0618 // Obsolete as "for preview hosts only"; the blob extension asks for it, in the real host too.
                services.AddSingleton<IWebHookProvider>(webHooks);
#pragma warning restore CS0618
                services.AddSingleton<IWebJobsExceptionHandlerFactory>(new FaultHandler(fault));
                services.AddSingleton<ITypeLocator>(new OneType(methods));
                services.AddSingleton(calls);
                if (host.MessageInvisibility is { } invisibility)
                    services.AddMessageInvisibility(invisibility);
            })
            .Build();
        return new(built, fault);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Takes nothing new and lets what runs finish.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(cancellationToken);
        await _host.StopAsync(cancellationToken);
    }

    /// <summary>Ends it without waiting for long.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    /// <summary>Runs a function by hand, with a text for its trigger: a message's body, or a blob's path.</summary>
    public Task CallAsync(string function, string trigger, string input, CancellationToken cancellationToken) =>
        _host
            .Services.GetRequiredService<IJobHost>()
            .CallAsync(
                function,
                new Dictionary<string, object>(StringComparer.Ordinal) { [trigger] = input },
                cancellationToken
            );

    public void Dispose() => _host.Dispose();

    private sealed class OneType(Type type) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [type];
    }

    // The SDK's own handler throws on a thread of its own, which ends the process.
    private sealed class FaultHandler(TaskCompletionSource<Exception> fault)
        : IWebJobsExceptionHandlerFactory,
            IWebJobsExceptionHandler
    {
        public IWebJobsExceptionHandler Create(IHost jobHost) => this;

        public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) =>
            Task.CompletedTask;

        public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
        {
            fault.TrySetResult(exceptionInfo.SourceException);
            return Task.CompletedTask;
        }
    }
}

/// <summary>Listens to no signals: the process belongs to the program that runs the host.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
