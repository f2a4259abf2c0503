namespace FunctionsPipeline.Testing;

/// <summary>
/// Runs everything that several tasks do on one thread, a piece at a time, in an order that a seed decides: a race that a
/// seed shows, it shows again. Only waits for a clock are outside of it.
/// </summary>
public sealed class SeededScheduler(int seed) : TaskScheduler
{
    private static readonly TimeSpan ClockWait = TimeSpan.FromMilliseconds(5);
    private readonly Random _chance = new(seed);
    private readonly List<Task> _waiting = [];

    /// <summary>Returns when the work is done; throws what it throws.</summary>
    public static void Run(int seed, Func<Task> work)
    {
        var scheduler = new SeededScheduler(seed);
        var all = Task
            .Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler)
            .Unwrap();
        while (!all.IsCompleted)
            scheduler.RunOne();
        all.GetAwaiter().GetResult();
    }

    protected override void QueueTask(Task task)
    {
        lock (_waiting)
        {
            _waiting.Add(task);
            Monitor.Pulse(_waiting);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_waiting)
            return [.. _waiting];
    }

    private void RunOne()
    {
        Task next;
        lock (_waiting)
        {
            if (_waiting.Count == 0)
                Monitor.Wait(_waiting, ClockWait);
            if (_waiting.Count == 0)
                return;
            var index = _chance.Next(_waiting.Count);
            next = _waiting[index];
            _waiting.RemoveAt(index);
        }
        TryExecuteTask(next);
    }
}
