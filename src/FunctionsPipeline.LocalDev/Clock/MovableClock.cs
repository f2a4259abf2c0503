namespace FunctionsPipeline.LocalDev.Clock;

/// <summary>
/// A clock that runs at another pace than the real one and can be moved forward; timers and delays made from it follow.
/// Two processes that are given the same three figures show the same time.
/// </summary>
/// <param name="real">The clock underneath.</param>
/// <param name="realOrigin">When, by the real clock, ...</param>
/// <param name="origin">... this clock showed this.</param>
/// <param name="scale">Seconds of this clock in one real second; above 0.</param>
public sealed class MovableClock(TimeProvider real, DateTimeOffset realOrigin, DateTimeOffset origin, double scale = 1)
    : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<MovableTimer> _timers = [];
    private readonly DateTimeOffset _start = origin;
    private DateTimeOffset _realOrigin = realOrigin;
    private DateTimeOffset _origin = origin;
    private double _scale = scale > 0 ? scale : throw new ArgumentOutOfRangeException(nameof(scale), scale, "Above 0.");

    /// <summary>Shows the real time until it is moved.</summary>
    public MovableClock(TimeProvider real)
        : this(real, real.GetUtcNow(), real.GetUtcNow()) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Setting it keeps the time that is shown and changes the pace from now on.</summary>
    public double Scale
    {
        get
        {
            lock (_gate)
                return _scale;
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Move(TimeSpan.Zero, value);
        }
    }

    /// <summary>Called with the new figures after each move.</summary>
    public Action<ClockSetting>? WhenMoved { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return Now();
    }

    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    /// <summary>Moves the clock forward at once. What falls due on the way fires, but all of it at the new time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Move(by, scale: null);
    }

    /// <summary>Takes another clock's figures over.</summary>
    public void Adopt(ClockSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        lock (_gate)
            (_realOrigin, _origin, _scale) = (setting.RealOrigin, setting.Origin, setting.Scale);
        Move(TimeSpan.Zero, scale: null);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new MovableTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private DateTimeOffset Now() => _origin + ((real.GetUtcNow() - _realOrigin) * _scale);

    private void Move(TimeSpan by, double? scale)
    {
        MovableTimer[] timers;
        ClockSetting moved;
        lock (_gate)
        {
            _origin = Now() + by;
            _realOrigin = real.GetUtcNow();
            _scale = scale ?? _scale;
            timers = [.. _timers];
            moved = new ClockSetting(_realOrigin, _origin, _scale);
        }
        WhenMoved?.Invoke(moved);
        foreach (var timer in timers)
            timer.Arm();
    }

    /// <summary>A timer of the real clock, set again whenever this clock is moved.</summary>
    private sealed class MovableTimer : ITimer
    {
        /// <summary>The longest that a real timer takes is 49 days; it is simply set again.</summary>
        private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

        private readonly MovableClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _real;
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public MovableTimer(MovableClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _callback = callback;
            _state = state;
            _real = clock.RealTimer(Fire);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._gate)
            {
                _period = period;
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.Now() + dueTime;
                if (_due is null)
                    _clock._timers.Remove(this);
                else
                    _clock._timers.Add(this);
            }
            return Arm();
        }

        public bool Arm()
        {
            TimeSpan wait;
            lock (_clock._gate)
            {
                if (_due is not { } due)
                    return _real.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                // A shade late rather than early, or it would be set again and again for the last tick.
                var milliseconds = Math.Ceiling((due - _clock.Now()).TotalMilliseconds / _clock._scale);
                wait = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, Longest.TotalMilliseconds));
            }
            return _real.Change(wait, Timeout.InfiniteTimeSpan);
        }

        private void Fire()
        {
            bool due;
            lock (_clock._gate)
            {
                if (_due is null)
                    return;
                due = _due <= _clock.Now();
                if (due)
                {
                    _due = _period > TimeSpan.Zero ? _due + _period : null;
                    if (_due is null)
                        _clock._timers.Remove(this);
                }
            }
            if (due)
                _callback(_state);
            // For its next period, or because it woke too early.
            Arm();
        }

        public void Dispose()
        {
            lock (_clock._gate)
            {
                _due = null;
                _clock._timers.Remove(this);
            }
            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private ITimer RealTimer(Action fire) =>
        real.CreateTimer(static state => ((Action)state!)(), fire, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
