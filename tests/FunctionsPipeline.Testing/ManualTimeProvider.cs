using Microsoft.Extensions.Time.Testing;

namespace FunctionsPipeline.Testing;

/// <summary>A <see cref="FakeTimeProvider"/> that also says how many timers and delays wait for it.</summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _waiting;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 3, 10, 15, 0, 0, TimeSpan.Zero)) { }

    /// <summary>
    /// Timers that are not disposed yet; a delay disposes its timer when it ends. A test that advances the clock for a delay
    /// waits until it is counted here.
    /// </summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Sets the clock, also backwards, without firing timers: what they have left to wait stays the same.</summary>
    public void Jump(DateTimeOffset to) => AdjustTime(to);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(base.CreateTimer(callback, state, dueTime, period), this);
        Interlocked.Increment(ref _waiting);
        return timer;
    }

    private sealed class CountedTimer(ITimer timer, ManualTimeProvider clock) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                Interlocked.Decrement(ref clock._waiting);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
