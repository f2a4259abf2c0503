namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>
/// A world on one thread: events in the order of simulated time, chance from one seed. Everything that the protocol
/// awaits is an event here, so that a run is the same each time it is repeated, and a process can be killed or frozen
/// between any two calls.
/// </summary>
internal sealed class SimWorld(int seed) : SynchronizationContext
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _order;
    private int _thread;
    private volatile bool _strayed;

    /// <summary>How many events there were so far.</summary>
    public long Events { get; private set; }

    public int Seed { get; } = seed;

    public Random Random { get; } = new(seed);

    /// <summary>True time; the provider's and storage's clocks show it.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 3, 10, 14, 0, 0, TimeSpan.Zero);

    public bool Chance(double probability) => probability > 0 && Random.NextDouble() < probability;

    public TimeSpan Between(double fromSeconds, double toSeconds) =>
        TimeSpan.FromSeconds(fromSeconds + (Random.NextDouble() * (toSeconds - fromSeconds)));

    public void At(DateTimeOffset when, Action action) =>
        _events.Enqueue(action, ((when < Now ? Now : when).UtcTicks, _order++));

    public void In(TimeSpan delay, Action action) => At(Now + delay, action);

    public override void Post(SendOrPostCallback d, object? state)
    {
        // A semaphore, for one, wakes its waiters on a thread of the pool: nothing of that could be repeated.
        if (Environment.CurrentManagedThreadId == _thread)
            At(Now, () => d(state));
        else
            _strayed = true;
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Runs all events up to a time.</summary>
    public void RunUntil(DateTimeOffset end)
    {
        var outer = Current;
        _thread = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            while (_events.TryPeek(out var action, out var key) && key.At <= end.UtcTicks)
            {
                _events.Dequeue();
                Events++;
                if (key.At > Now.UtcTicks)
                    Now = new DateTimeOffset(key.At, TimeSpan.Zero);
                action();
                if (_strayed)
                    throw new InvalidOperationException(
                        "Something was awaited that goes on outside this world, on another thread."
                    );
            }
            Now = end;
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }
}
