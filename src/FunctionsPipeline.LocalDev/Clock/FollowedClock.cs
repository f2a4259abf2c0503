namespace FunctionsPipeline.LocalDev.Clock;

/// <summary>The worker's side of a <see cref="SharedClock"/>.</summary>
internal static class FollowedClock
{
    /// <summary>A move of the clock reaches the worker within this time.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The clock that the file describes, kept as it says for as long as the process lives.</summary>
    public static MovableClock Follow(string file)
    {
        var text = File.ReadAllText(file);
        var clock = ClockSetting.Parse(text).Start(TimeProvider.System);
        var thread = new Thread(() => Watch(file, text, clock)) { IsBackground = true, Name = "Clock" };
        thread.Start();
        return clock;
    }

    private static void Watch(string file, string text, MovableClock clock)
    {
        using var pause = new ManualResetEventSlim();
        while (File.Exists(file))
        {
            pause.Wait(Interval);
            try
            {
                var now = File.ReadAllText(file);
                if (now == text)
                    continue;
                text = now;
                clock.Adopt(ClockSetting.Parse(now));
            }
            catch (IOException)
            {
                // The owner has ended; the loop ends with it.
            }
        }
    }
}
