using Azure;
using Azure.Storage.Blobs.Specialized;
using FunctionsPipeline.Standalone.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Storage;

/// <summary>
/// Lets one instance at a time do a thing, by a lease on a blob. The holder renews at a third of the lease; when it dies,
/// the lease ends by itself and another instance takes over.
/// </summary>
internal sealed partial class SingletonLock(
    HostStorage storage, string name, TimeSpan duration, Jitter jitter, TimeProvider time, ILogger log)
{
    // Work ends this long before the lease does, so that a successor never meets it.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly StorageFaults _faults = new($"Lock {name}", jitter, time, log);

    /// <summary>
    /// Waits for the lock, runs <paramref name="work"/> while it is held, releases it; and again whenever it is lost or
    /// the work throws; until <paramref name="stop"/>.
    /// </summary>
    /// <param name="work">Gets a token that is cancelled when the lock is lost. It watches <paramref name="stop"/> itself,
    /// and keeps the lock while it finishes what it has begun.</param>
    public async Task HoldAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var taken = time.GetTimestamp();
                if (await TryTakeAsync(stop) is not { } lease)
                {
                    await Pause.ForAsync(jitter.Around(duration / 3), time, stop);
                    continue;
                }

                _faults.Over();
                await WorkAsync(lease, taken, work);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                await _faults.WaitAsync(fault, stop);
            }
        }
    }

    private async Task<BlobLeaseClient?> TryTakeAsync(CancellationToken cancellationToken)
    {
        var lease = storage.Blob(name).GetBlobLeaseClient();
        for (var again = true; ; again = false)
        {
            try
            {
                await lease.AcquireAsync(duration, cancellationToken: cancellationToken);
                return lease;
            }
            catch (RequestFailedException held) when (held.Status == 409)
            {
                return null;
            }
            catch (RequestFailedException missing) when (missing.Status == 404 && again)
            {
                await storage.EnsureAsync(name, cancellationToken);
            }
        }
    }

    private async Task WorkAsync(BlobLeaseClient lease, long taken, Func<CancellationToken, Task> work)
    {
        using var lost = new CancellationTokenSource();
        using var done = new CancellationTokenSource();
        var renewing = RenewAsync(lease, taken, lost, done.Token);
        try
        {
            await work(lost.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // The lock is taken again, by whoever is first.
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
            await ReleaseAsync(lease, lost.IsCancellationRequested);
        }
    }

    private async Task RenewAsync(BlobLeaseClient lease, long renewed, CancellationTokenSource lost, CancellationToken done)
    {
        var wait = duration / 3;
        while (true)
        {
            await Pause.ForAsync(wait, time, done);
            if (done.IsCancellationRequested)
                return;
            var left = duration - Margin - time.GetElapsedTime(renewed);
            try
            {
                if (left <= TimeSpan.Zero)
                    throw new TimeoutException();
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(done);
                limit.CancelAfter(left);
                var asked = time.GetTimestamp();
                await lease.RenewAsync(cancellationToken: limit.Token);
                renewed = asked;
                wait = duration / 3;
            }
            catch (OperationCanceledException) when (done.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                left = duration - Margin - time.GetElapsedTime(renewed);
                if (fault is RequestFailedException { Status: 404 or 409 or 412 } || left <= TimeSpan.Zero)
                {
                    LogLost(log, name);
                    await lost.CancelAsync();
                    return;
                }

                wait = left / 4;
            }
        }
    }

    private async Task ReleaseAsync(BlobLeaseClient lease, bool wasLost)
    {
        if (wasLost)
            return;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            await lease.ReleaseAsync(cancellationToken: limit.Token);
        }
        catch (Exception fault) when (fault is RequestFailedException or OperationCanceledException or AggregateException)
        {
            // It ends by itself.
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "Lock {Name} was lost: what it protected stops here.")]
    private static partial void LogLost(ILogger log, string name);
}
