namespace FunctionsPipeline.Testing;

/// <summary>Lets time pass for work that waits for a <see cref="ManualTimeProvider"/>.</summary>
public static class ClockWalk
{
    /// <summary>Moves the clock on, second by second, whenever the work waits for it, until the work is done.</summary>
    /// <param name="standing">Timers that wait all the time, such as a time-out around the work.</param>
    public static async Task PassAsync(this ManualTimeProvider time, Task work, int standing = 0)
    {
        while (!work.IsCompleted)
        {
            if (time.Waiting > standing)
                time.Advance(TimeSpan.FromSeconds(1));
            else
                await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
        }
        await work;
    }
}
