using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>One process: may die or freeze between any two calls. What it waited for when it died never returns.</summary>
internal sealed class SimProcess(SimWorld world, SimFaults faults, TimeSpan skew)
{
    public SimWorld World => world;

    public bool IsDead { get; private set; }

    public DateTimeOffset FrozenUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>How far its system clock is off.</summary>
    public TimeSpan Skew { get; set; } = skew;

    public bool IsAwake => !IsDead && FrozenUntil <= world.Now;

    public void Kill() => IsDead = true;

    public void Freeze(TimeSpan span) => FrozenUntil = world.Now + span;

    /// <summary>Runs something in this process: later if it is frozen, never if it is dead.</summary>
    public void Run(Action action)
    {
        if (IsDead)
            return;
        if (FrozenUntil > world.Now)
        {
            world.At(FrozenUntil, () => Run(action));
            return;
        }
        action();
    }

    /// <summary>
    /// A call to something outside: travels, takes effect there, and the answer travels back. In between the process may
    /// die or freeze; the effect happens all the same.
    /// </summary>
    public Task<T> CallAsync<T>(Func<T> effect, TimeSpan there, TimeSpan back)
    {
        var answer = new TaskCompletionSource<T>();
        world.In(
            there,
            () =>
            {
                T result;
                try
                {
                    result = effect();
                }
                catch (Exception e)
                {
                    Back(() => answer.TrySetException(e));
                    return;
                }
                Back(() => answer.TrySetResult(result));
            }
        );
        Hurt();
        return answer.Task;

        void Back(Action set) =>
            world.In(
                back,
                () =>
                {
                    Hurt();
                    Run(set);
                }
            );
    }

    /// <summary>
    /// A call to storage, or to what lies in it: takes a moment, and may fail before or after it took effect.
    /// </summary>
    public Task<T> CallStorageAsync<T>(Func<T> effect)
    {
        var refuses = world.Chance(faults.StorageRefuses);
        var loses = world.Chance(faults.StorageLosesAnswer);
        return CallAsync(
            () =>
            {
                if (refuses)
                    throw new StorageException("Simulated: refused.");
                var result = effect();
                return loses ? throw new StorageException("Simulated: the answer was lost.") : result;
            },
            world.Between(0.002, 0.03),
            world.Between(0.002, 0.03)
        );
    }

    /// <summary>Perhaps dies or freezes, here.</summary>
    private void Hurt()
    {
        if (world.Chance(faults.Kill))
            Kill();
        else if (world.Chance(faults.Freeze))
            Freeze(
                world.Random.Next(4) switch
                {
                    0 => world.Between(5, 40),
                    1 => world.Between(40, 180),
                    2 => world.Between(180, 900),
                    _ => world.Between(900, 3600),
                }
            );
    }
}

/// <summary>A process's clocks: the system clock may be wrong, the monotonic one is not.</summary>
internal sealed class SimTime(SimProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => process.World.Now + process.Skew;

    public override long GetTimestamp() => process.World.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimProcess process, TimerCallback callback, object? state) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            if (dueTime != Timeout.InfiniteTimeSpan)
                process.World.In(
                    dueTime,
                    () =>
                        process.Run(() =>
                        {
                            if (version == _version)
                                callback(state);
                        })
                );
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>How often what goes wrong; all zero for a calm run.</summary>
internal sealed class SimFaults
{
    public double Kill { get; set; }

    public double Freeze { get; set; }

    /// <summary>Storage fails before it does anything.</summary>
    public double StorageRefuses { get; set; }

    /// <summary>Storage does it, and the answer is lost.</summary>
    public double StorageLosesAnswer { get; set; }

    /// <summary>The provider takes a request and its answer is lost, or is a 500.</summary>
    public double AcceptedUnheard { get; set; }

    /// <summary>The connection breaks before the provider takes anything.</summary>
    public double DroppedBefore { get; set; }

    public double TooMany { get; set; }

    public double RefusedAddress { get; set; }

    /// <summary>
    /// The provider takes nothing of this issue, as it does when it will not have its content. Not left to chance.
    /// </summary>
    public string? RefusedIssue { get; set; }

    /// <summary>The provider takes nothing before that time, and says so (429). Not left to chance.</summary>
    public DateTimeOffset? BusyUntil { get; set; }

    /// <summary>The answer takes tens of seconds, or longer than the call may take.</summary>
    public double Slow { get; set; }

    /// <summary>How long each answer to a post takes; null: by chance.</summary>
    public TimeSpan? AnswerTakes { get; set; }

    /// <summary>A cancel is lost on its way, or its answer is.</summary>
    public double CancelLost { get; set; }

    public double MessageLost { get; set; }

    public double MessageTwice { get; set; }

    public double EventsLost { get; set; }

    /// <summary>A person's server refuses: no fault that ever ceases.</summary>
    public double Bounces { get; set; }

    /// <summary>The provider's suppression lists cannot be read. Not left to chance.</summary>
    public bool ListsAway { get; set; }

    public static SimFaults Calm() => new();

    public static SimFaults Wild(SimWorld world)
    {
        // Each run has its own mixture: some faults hide behind others.
        double Some(double most) => world.Chance(0.6) ? world.Random.NextDouble() * most : 0;
        return new SimFaults
        {
            Kill = Some(0.01),
            Freeze = Some(0.006),
            StorageRefuses = Some(0.03),
            StorageLosesAnswer = Some(0.03),
            AcceptedUnheard = Some(0.4),
            DroppedBefore = Some(0.2),
            TooMany = Some(0.2),
            RefusedAddress = Some(0.2),
            Slow = Some(0.3),
            CancelLost = Some(0.5),
            MessageLost = Some(0.3),
            MessageTwice = Some(0.3),
            EventsLost = Some(0.5),
            Bounces = 0.05,
        };
    }

    public void Cease()
    {
        Kill = Freeze = StorageRefuses = StorageLosesAnswer = AcceptedUnheard = DroppedBefore = TooMany = 0;
        RefusedAddress = Slow = CancelLost = MessageLost = MessageTwice = EventsLost = 0;
    }
}
