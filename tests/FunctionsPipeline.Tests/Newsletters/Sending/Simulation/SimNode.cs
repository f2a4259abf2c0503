using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Leaving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>One process with the product's own services in it, as they are registered for production.</summary>
internal sealed class SimNode
{
    private const int Workers = 4;
    private readonly SimRun _run;
    private int _busy;

    public SimNode(SimRun run, TimeSpan skew, string account = "simulated")
    {
        _run = run;
        Process = new SimProcess(run.World, run.Faults, skew);
        var store = new SimStore(run.Storage, Process);
        var people = new SimShards(run.Audience, Process);
        var registered = new ServiceCollection()
            .Configure<SendingOptions>(o => (o.RequestSize, o.WaveSize) = (run.Setup.RequestSize, run.Setup.WaveSize))
            .AddSingleton(new StorageIdentity(account))
            .AddSingleton<TimeProvider>(new SimTime(Process))
            .AddSingleton<IBlobStore>(store)
            .AddSingleton<IMessageQueue>(new SimMessages(run.Queue, Process, run.Faults))
            .AddSingleton<IBulkMail>(new SimMail(run.Provider, Process, run.Faults))
            .AddSingleton<IAudience>(people)
            .AddSingleton<ISuppression>(people)
            .AddSingleton<IMailEventReader, PlainEvents>()
            .AddSingleton<IRecipientMerge, SimMerge>()
            .AddSingleton<IIssueNotices>(new SimDesk(run.Notices, Process))
            .AddSingleton<Nonce>(run.Ids)
            .AddSingleton(run)
            .AddSingleton(typeof(ILogger<>), typeof(SimLog<>));
        run.Setup.Without?.Register(registered);
        var services = registered.AddNewsletterSending().BuildServiceProvider();
        Sweep = services.GetRequiredService<ISendingSweep>();
        Stager = services.GetRequiredService<IRequestStager>();
        Inbox = services.GetRequiredService<IEventInbox>();
        Fold = services.GetRequiredService<IEventFold>();
        Reader = services.GetRequiredService<ISendingReader>();
        Ahead = services.GetRequiredService<IIssuesAhead>();
        Details = services.GetRequiredService<IOutcomeDetails>();
        Freezer = services.GetRequiredService<IIssueFreezer>();
        Stopping = services.GetRequiredService<IIssueStopping>();
        Adoption = services.GetRequiredService<ICopyAdoption>();
        Replanning = services.GetRequiredService<IUncertainReplanning>();
        InFlight = services.GetRequiredService<IMailInFlight>();
    }

    public SimProcess Process { get; }

    public ISendingSweep Sweep { get; }

    public IRequestStager Stager { get; }

    public IEventInbox Inbox { get; }

    public IEventFold Fold { get; }

    public ISendingReader Reader { get; }

    public IIssuesAhead Ahead { get; }

    public IOutcomeDetails Details { get; }

    public IIssueFreezer Freezer { get; }

    public IIssueStopping Stopping { get; }

    public ICopyAdoption Adoption { get; }

    public IUncertainReplanning Replanning { get; }

    public IMailInFlight InFlight { get; }

    /// <summary>Runs one job; what it throws is what a host would log.</summary>
    public void Do(Func<Task> job) => Process.Run(() => _ = ObserveAsync(job));

    /// <summary>Takes messages while there are some, a few at a time.</summary>
    public void Pump()
    {
        while (Process.IsAwake && _busy < Workers)
        {
            if (
                !(
                    _run.Queue.TryTake(Queues.Requests, out var message)
                    && Take(Queues.Requests, message, Stager.StageAsync)
                ) && !(_run.Queue.TryTake(Queues.Events, out message) && Take(Queues.Events, message, Fold.FoldAsync))
            )
                return;
        }
    }

    private bool Take(string queue, string message, Func<string, CancellationToken, Task> handle)
    {
        _busy++;
        var done = false;
        // Not deleted in time: the queue shows it again, whether its worker is dead, frozen or merely slow.
        _run.World.In(
            SimQueue.Invisible,
            () =>
            {
                if (!done)
                    _run.Queue.Put(queue, message, TimeSpan.Zero);
            }
        );
        Process.Run(() => _ = HandleAsync());
        return true;

        async Task HandleAsync()
        {
            try
            {
                await handle(message, CancellationToken.None);
                done = true;
            }
            catch (StorageException)
            {
                // The queue gives it again.
            }
            _busy--;
            Pump();
        }
    }

    private async Task ObserveAsync(Func<Task> job)
    {
        try
        {
            await job();
        }
        catch (StorageException)
        {
            // A host logs it and calls again.
        }
        catch (Exception e)
        {
            _run.Failures.Add(e);
        }
    }
}

/// <summary>
/// The sweep contains what goes wrong with one issue and logs it: a fault of the program must fail the run all the
/// same.
/// </summary>
internal sealed class SimLog<T>(SimRun run) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (exception is not (null or StorageException or HttpRequestException))
            run.Failures.Add(exception);
    }
}
