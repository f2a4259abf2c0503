namespace FunctionsPipeline.Housekeeping;

/// <summary>
/// Something that has to be looked after now and then, whether or not a message about it arrived. Run every few minutes by
/// one instance; each run is short and finds its work in storage, so that one that was missed is made up by the next.
/// </summary>
public interface IHousekeepingTask
{
    /// <summary>For the log: a verb and a noun in kebab-case.</summary>
    string Name { get; }

    Task RunAsync(CancellationToken cancellationToken);
}
