using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>A slot to plan now.</summary>
/// <param name="Due">
/// When the mail shall go: the slot itself, or as soon as its hold allows when the slot was missed.
/// </param>
internal sealed record DueSlot(DateTimeOffset Slot, DateTimeOffset Due, TimeSpan HoldWindow)
{
    /// <summary>How old a missed slot may be to be caught up with.</summary>
    public static readonly TimeSpan StalenessLimit = TimeSpan.FromHours(24);

    /// <summary>
    /// Staging begins 30 minutes before an issue goes; planning a large audience takes some minutes. Anyone who comes later
    /// than this plans for a later time.
    /// </summary>
    private static readonly TimeSpan LeastLead = TimeSpan.FromMinutes(35);

    /// <summary>More than the clocks of two healthy machines ever differ.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromHours(1);

    /// <summary>
    /// Decides which slot is to be planned, if any: the next one whose time for planning has come, else the latest
    /// that was missed.
    /// </summary>
    /// <param name="lastSlot">The newest slot that was decided before.</param>
    public static DueSlot? Find(
        SlotCalendar slots,
        TimeSpan holdWindow,
        DateTimeOffset firstSeen,
        DateTimeOffset? lastSlot,
        DateTimeOffset now
    )
    {
        var horizon = now + holdWindow;
        // Seen first by a clock that was ahead, it must not be silent until then either.
        var after = firstSeen > now + ClocksDiffer ? now - StalenessLimit : Max(firstSeen, now - StalenessLimit);
        if (LastDecided(lastSlot, holdWindow, now) is { } last)
            after = Max(after, last);
        var open = slots.Between(after, horizon);
        if (open.Count == 0)
            return null;
        var lead = holdWindow > TimeSpan.Zero ? LeastLead : TimeSpan.Zero;
        foreach (var slot in open)
        {
            if (slot - lead >= now)
                return new DueSlot(slot, slot, holdWindow);
        }
        var hold = CatchUpHold(holdWindow);
        return new DueSlot(open[^1], SoonestDue(now, hold), hold);
    }

    /// <summary>The newest slot that was decided, as far as it can be believed.</summary>
    /// <remarks>
    /// A slot that was decided lies at most one hold window ahead. One that lies further was decided by a clock that had
    /// jumped ahead, and must not silence the newsletter until then.
    /// </remarks>
    public static DateTimeOffset? LastDecided(DateTimeOffset? lastSlot, TimeSpan holdWindow, DateTimeOffset now) =>
        lastSlot <= now + holdWindow + StalenessLimit ? lastSlot : null;

    /// <summary>A slot of this moment, for an issue that is not of the schedule.</summary>
    public static DueSlot Now(DateTimeOffset now, TimeSpan holdWindow)
    {
        var slot = WholeSeconds(now);
        return new DueSlot(slot, SoonestDue(slot, holdWindow), holdWindow);
    }

    /// <summary>Issues are named by whole seconds.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset at) =>
        at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerSecond));

    /// <summary>True if an issue reserved for this time can no longer be planned for it.</summary>
    public static bool IsTooLate(DateTimeOffset due, TimeSpan holdWindow, DateTimeOffset now) =>
        holdWindow > TimeSpan.Zero && due - SendTimes.StageLead < now;

    /// <summary>A person who waits already need not wait for a long hold again.</summary>
    public static TimeSpan CatchUpHold(TimeSpan holdWindow) =>
        holdWindow > Settings.HoldWindow.Default ? Settings.HoldWindow.Default : holdWindow;

    /// <summary>The next full minute that leaves the hold.</summary>
    public static DateTimeOffset SoonestDue(DateTimeOffset now, TimeSpan holdWindow)
    {
        if (holdWindow == TimeSpan.Zero)
            return now;
        var due = now + holdWindow;
        var over = due.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 ? due : due.AddTicks(TimeSpan.TicksPerMinute - over);
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
