using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Specialized;
using FunctionsPipeline.LocalHost.Storage;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.Locks;

#pragma warning disable CS0618 // Obsolete as "not ready for public consumption"; timers of the real host lock by it.

/// <summary>
/// Keeps a piece of work on one host at a time, by the WebJobs SDK's lock, a blob lease. A host that dies holds it until
/// the lease ends; a host that starts again at the same address takes it back at once.
/// </summary>
/// <param name="lockId">The blob's name below <c>locks/</c>.</param>
/// <param name="owner">Names this host among those of the account: its address. Null if it listens at a free port.</param>
internal sealed class SingletonLock(HostStorage storage, string lockId, string? owner, TimeSpan duration, ILogger log)
{
    private readonly StorageFaults _faults = new($"Lock {lockId}", log);
    private readonly string _leaseId = owner is null
        ? Guid.NewGuid().ToString()
        : new Guid(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName} {owner} {lockId}")).AsSpan(0, 16)
        ).ToString();

    // The first of this process may find the lease of the one before it; later ones would only find their own.
    private bool _mayTakeBack = owner is not null;

    /// <summary>Runs the work whenever this host holds the lock, until it is stopped.</summary>
    /// <param name="work">
    /// Its first token says that the lock is lost or the host stops: it begins nothing new and ends. Its second token
    /// says that the lock is lost: what runs is cancelled.
    /// </param>
    public async Task RunAsync(Func<CancellationToken, CancellationToken, Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var held = await TryTakeAsync(stop);
                _faults.Over();
                if (held is null)
                    await Task.Delay(
                        duration / 5 + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(0, 500)),
                        stop
                    );
                else
                    await HoldAsync(held, work, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                await _faults.WaitAsync(fault, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<IDistributedLock?> TryTakeAsync(CancellationToken stop)
    {
        var held = await storage.Locks.TryLockAsync(null, lockId, owner, _leaseId, duration, stop);
        if (held is not null || !_mayTakeBack)
            return held;
        _mayTakeBack = false;
        try
        {
            await storage
                .HostContainer.GetBlobClient("locks/" + lockId)
                .GetBlobLeaseClient(_leaseId)
                .ReleaseAsync(cancellationToken: stop);
        }
        catch (RequestFailedException notOurs) when (notOurs.Status is 404 or 409 or 412)
        {
            return null;
        }

        return await storage.Locks.TryLockAsync(null, lockId, owner, _leaseId, duration, stop);
    }

    private async Task HoldAsync(
        IDistributedLock held,
        Func<CancellationToken, CancellationToken, Task> work,
        CancellationToken stop
    )
    {
        using var lost = new CancellationTokenSource();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, lost.Token);
        using var workEnded = new CancellationTokenSource();
        var renewing = RenewAsync(held, lost, workEnded.Token);
        try
        {
            await work(over.Token, lost.Token);
        }
        finally
        {
            await workEnded.CancelAsync();
            await renewing;
            await ReleaseAsync(held);
        }
    }

    /// <summary>Renews until the work ended; cancels it in time when that fails.</summary>
    private async Task RenewAsync(IDistributedLock held, CancellationTokenSource lost, CancellationToken workEnded)
    {
        var renewed = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(duration / 4, workEnded);
                var began = Stopwatch.GetTimestamp();
                if (await TryRenewAsync(held, workEnded))
                    renewed = began;
                else if (Stopwatch.GetElapsedTime(renewed) > duration * 0.7)
                    await lost.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (workEnded.IsCancellationRequested)
        {
            // The lock is not needed any more.
        }
        catch (RequestFailedException refused)
        {
            // Another host has it, or its blob is gone.
            log.LogLost(lockId, StorageFaults.Reason(refused));
            await lost.CancelAsync();
        }
    }

    private async Task<bool> TryRenewAsync(IDistributedLock held, CancellationToken workEnded)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(workEnded);
        patience.CancelAfter(duration / 5);
        try
        {
            return await storage.Locks.RenewAsync(held, patience.Token);
        }
        catch (RequestFailedException refused) when (refused.Status is > 0 and < 500)
        {
            throw;
        }
        catch (Exception) when (!workEnded.IsCancellationRequested)
        {
            // Not reached in time: tried again while the lease lasts.
            return false;
        }
    }

    private async Task ReleaseAsync(IDistributedLock held)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await storage.Locks.ReleaseLockAsync(held, patience.Token);
        }
        catch (Exception)
        {
            // The lease ends by itself.
        }
    }
}

internal static partial class SingletonLockLog
{
    [LoggerMessage(45, LogLevel.Warning, "Lock {LockId} is lost: {Reason}.")]
    public static partial void LogLost(this ILogger log, string lockId, string reason);
}
