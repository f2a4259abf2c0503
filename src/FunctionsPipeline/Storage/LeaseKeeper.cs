namespace FunctionsPipeline.Storage;

/// <summary>
/// Holds a lease for as long as the work takes; <see cref="Lost"/> stops the work if another may have taken it.
/// </summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    /// <summary>The longest that Azure gives.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _duration;
    private readonly IBlobLease _lease;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewing;

    private LeaseKeeper(IBlobLease lease, TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        (_lease, _duration, _time) = (lease, duration, time);
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _renewing = RenewAsync();
    }

    /// <summary>Cancelled when the lease is lost, or with the caller's own token.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Three tries fit into the lease's time.</summary>
    private TimeSpan RenewEvery => _duration / 4;

    /// <param name="duration">15 to 60 seconds: how long others wait after this process dies.</param>
    /// <returns>Null if another holds the lease.</returns>
    public static async Task<LeaseKeeper?> TryTakeAsync(
        IBlobStore store,
        BlobPath path,
        TimeSpan duration,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        await store.TryLeaseAsync(path, duration, cancellationToken) is { } lease
            ? new LeaseKeeper(lease, duration, time, cancellationToken)
            : null;

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        await _lease.DisposeAsync();
        _done.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        var renewed = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await Task.Delay(RenewEvery, _time, _done.Token);
                if (!await _lease.RenewAsync(_done.Token))
                {
                    await _lost.CancelAsync();
                    return;
                }
                renewed = _time.GetTimestamp();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StorageException)
            {
                // It may have been renewed or not: go on while the old time surely runs.
                if (_time.GetElapsedTime(renewed) > _duration - RenewEvery)
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
    }
}
