namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// What happened on one day (UTC) in one shard. Written with the change itself, so that nothing counts twice.
/// </summary>
/// <param name="Joined">Requests recorded.</param>
/// <param name="Confirmed">Confirmations.</param>
/// <param name="Left">People who left one newsletter or all.</param>
/// <param name="Bounced">Addresses that bounced or complained.</param>
/// <param name="Imported">People who were subscribed by an import.</param>
public sealed record DayCounts(int Joined = 0, int Confirmed = 0, int Left = 0, int Bounced = 0, int Imported = 0)
{
    public static DayCounts operator +(DayCounts a, DayCounts b) => Add(a, b);

    public static DayCounts Add(DayCounts a, DayCounts b) =>
        new(
            a.Joined + b.Joined,
            a.Confirmed + b.Confirmed,
            a.Left + b.Left,
            a.Bounced + b.Bounced,
            a.Imported + b.Imported
        );
}
