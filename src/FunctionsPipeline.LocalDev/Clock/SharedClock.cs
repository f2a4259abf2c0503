namespace FunctionsPipeline.LocalDev.Clock;

/// <summary>
/// One clock for several processes: the person who owns it writes its figures to a file when it is moved, and the
/// worker, which runs in a process of its own, follows the file. Both sides read the machine's clock in between.
/// </summary>
public sealed class SharedClock : IDisposable
{
    /// <summary>Names the file, for the worker.</summary>
    public const string FileVariable = "LOCALDEV_CLOCK_FILE";

    private readonly string _file;

    private SharedClock(MovableClock clock, string file) => (Clock, _file) = (clock, file);

    public MovableClock Clock { get; }

    /// <summary>What the worker's environment must hold.</summary>
    public KeyValuePair<string, string?> Variable => new(FileVariable, _file);

    public static SharedClock Start(ClockSetting setting)
    {
        var file = Path.Combine(Path.GetTempPath(), $"localdev-clock-{Guid.NewGuid():N}");
        var clock = setting.Start(TimeProvider.System);
        Write(file, setting);
        clock.WhenMoved = moved => Write(file, moved);
        return new SharedClock(clock, file);
    }

    public void Dispose() => File.Delete(_file);

    /// <summary>By renaming: a reader sees the old figures or the new ones.</summary>
    private static void Write(string file, ClockSetting setting)
    {
        var fresh = $"{file}.{Guid.NewGuid():N}";
        File.WriteAllText(fresh, setting.ToString());
        File.Move(fresh, file, overwrite: true);
    }
}
