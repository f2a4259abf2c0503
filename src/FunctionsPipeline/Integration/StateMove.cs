using System.Text.Json.Serialization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Integration;

/// <summary>
/// Moves the pipeline's state from container <c>newsletter</c>, where earlier versions kept it, to <see
/// cref="Containers.State"/>. Until that is done nothing may work on the new container: without its ledger, what was
/// sent would be sent again.
/// </summary>
/// <remarks>
/// The former container stays as it was, but for a halt: a program of the earlier version that is still started by
/// mistake sends nothing. The move may be repeated after it broke off at any point.
/// </remarks>
public sealed class StateMove(IBlobStore store, TimeProvider time)
{
    /// <summary>Where earlier versions kept the state.</summary>
    public const string FormerContainer = "newsletter";

    private const int CopiesAtATime = 8;

    private static readonly BlobPath RecordPath = new(Containers.State, "moved.json");
    private static readonly BlobPath LockPath = new(Containers.State, "moved.lock");
    private static readonly BlobPath FormerStatus = SendingPaths.Status with { Container = FormerContainer };

    /// <summary>
    /// How long the last change must be past before the move begins: an app that runs writes each minute that it ticked,
    /// unless sending is halted, and writes what it publishes then, too.
    /// </summary>
    public static TimeSpan Quiet { get; } = TimeSpan.FromMinutes(3);

    private JsonDocument<StateMoveRecord> Record => new(store, RecordPath, StateMoveJson.Own.StateMoveRecord);

    /// <summary>True while the state of an earlier version is there and has not been moved to its end.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken) =>
        await Record.ReadAsync(cancellationToken) is { } begun
            ? begun.Value.CompletedAt is null
            : await IsFormerThereAsync(cancellationToken);

    /// <summary>Moves the state, if that is needed. The app must be stopped.</summary>
    /// <param name="quiet">How long ago the last change must be; <see cref="Quiet"/> unless no other program can run.</param>
    /// <returns>How many documents were moved; 0 if there was nothing to move.</returns>
    /// <exception cref="StorageException">Storage did not answer. Repeat it: nothing is lost.</exception>
    public async Task<Answer<int>> RunAsync(TimeSpan quiet, CancellationToken cancellationToken)
    {
        if (!await IsNeededAsync(cancellationToken))
            return 0;
        await using var lease = await LeaseKeeper.TryTakeAsync(
            store,
            LockPath,
            LeaseKeeper.LongestDuration,
            time,
            cancellationToken
        );
        if (lease is null)
            return new Refusal("Another program is moving the state. Wait a minute and repeat it.");
        return await RunAloneAsync(quiet, lease.Lost);
    }

    private async Task<Answer<int>> RunAloneAsync(TimeSpan quiet, CancellationToken cancellationToken)
    {
        var record = await Record.ReadAsync(cancellationToken);
        if (record is { Value.CompletedAt: not null })
            return 0;
        var before = await ListFormerAsync(cancellationToken);
        if (before.Count > 0 && before.Values.Max(b => b.LastModified) is var last && time.GetUtcNow() - last < quiet)
            return new Refusal(
                $"The state changed at {last:u}, so the app may be running. Stop it, wait {quiet.TotalMinutes:0} minutes and repeat this."
            );
        if (record is null)
        {
            if (await HoldsStateAsync(cancellationToken))
                return new Refusal(
                    $"Both containers, '{FormerContainer}' and '{Containers.State}', hold state. Find out which one is in use and delete the other, or keep a copy of it elsewhere."
                );
            var status = await StatusIn(FormerStatus).ReadAsync(cancellationToken);
            // A tick that came since the listing.
            if (status is not null && time.GetUtcNow() - status.Value.LastTick < quiet)
                return new Refusal(
                    $"The app ticked at {status.Value.LastTick:u}. Stop it, wait {quiet.TotalMinutes:0} minutes and repeat this."
                );
            record = await Record.SwapAsync(
                null,
                new StateMoveRecord { StartedAt = time.GetUtcNow(), Status = status?.Value },
                cancellationToken
            );
            if (record is null)
                return new Refusal("Another program is moving the state. Wait a minute and repeat it.");
        }
        await HaltFormerAsync(cancellationToken);
        await DeleteOthersAsync(before, cancellationToken);
        await Parallel.ForEachAsync(
            before.Keys,
            new ParallelOptions { MaxDegreeOfParallelism = CopiesAtATime, CancellationToken = cancellationToken },
            async (name, stop) => await CopyAsync(name, stop)
        );
        var after = await ListFormerAsync(cancellationToken);
        var changed =
            after.Count(blob => before.GetValueOrDefault(blob.Key)?.ETag != blob.Value.ETag)
            + before.Keys.Count(name => !after.ContainsKey(name));
        if (changed > 0)
            return new Refusal(
                $"{changed} document{(changed == 1 ? "" : "s")} in '{FormerContainer}' changed while the state was copied: the app is running. Stop it and repeat this; nothing is lost."
            );

        if (record.Value.Status is { } was)
            await StatusIn(SendingPaths.Status).WriteAsync(was, cancellationToken);
        await Record.WriteAsync(record.Value with { CompletedAt = time.GetUtcNow() }, cancellationToken);
        return before.Count + (record.Value.Status is null ? 0 : 1);
    }

    /// <summary>A program of the earlier version that still runs, or is started again, reads this and sends nothing.</summary>
    private async Task HaltFormerAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A reason that the earlier version knows.
        var halt = new HaltRecord(
            HaltReason.OtherAccount,
            $"The state was moved to container '{Containers.State}'; this one must not send.",
            now,
            now
        );
        await StatusIn(FormerStatus)
            .UpdateAsync(
                current =>
                    current switch
                    {
                        null => new SendingStatusRecord
                        {
                            Identity = Containers.State,
                            LastTick = now,
                            Halt = halt,
                        },
                        { Halt: not null } => null,
                        _ => current with { Halt = halt },
                    },
                cancellationToken
            );
    }

    private async Task CopyAsync(string name, CancellationToken cancellationToken)
    {
        await using var blob = await store.OpenReadAsync(new BlobPath(FormerContainer, name), cancellationToken);
        // Deleted since it was listed: the second listing shows it.
        if (blob is null)
            return;
        await store.WriteAsync(
            new BlobPath(Containers.State, name),
            blob.Content,
            blob.Headers,
            WriteCondition.Always,
            cancellationToken
        );
    }

    /// <summary>What an attempt that broke off had copied, and the app deleted since.</summary>
    private async Task DeleteOthersAsync(Dictionary<string, BlobEntry> wanted, CancellationToken cancellationToken)
    {
        await foreach (var blob in store.ListAsync(Containers.State, "", cancellationToken))
        {
            if (!IsOwn(blob.Name) && !wanted.ContainsKey(blob.Name))
                await store.DeleteAsync(new BlobPath(Containers.State, blob.Name), null, cancellationToken);
        }
    }

    /// <summary>By name, without the status of sending, which the move changes itself and copies apart.</summary>
    private async Task<Dictionary<string, BlobEntry>> ListFormerAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BlobEntry>(StringComparer.Ordinal);
        await foreach (var blob in store.ListAsync(FormerContainer, "", cancellationToken))
        {
            if (blob.Name != FormerStatus.Name && new BlobPath(FormerContainer, blob.Name).IsAddressable)
                found[blob.Name] = blob;
        }
        return found;
    }

    private async Task<bool> HoldsStateAsync(CancellationToken cancellationToken)
    {
        await foreach (var blob in store.ListAsync(Containers.State, "", cancellationToken))
        {
            if (!IsOwn(blob.Name))
                return true;
        }
        return false;
    }

    private async Task<bool> IsFormerThereAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in store.ListAsync(FormerContainer, "", cancellationToken))
            return true;
        return false;
    }

    private static bool IsOwn(string name) => name == RecordPath.Name || name == LockPath.Name;

    private JsonDocument<SendingStatusRecord> StatusIn(BlobPath path) =>
        new(store, path, SendingJson.Own.SendingStatusRecord);
}

/// <summary>How far the move is, as stored in <c>state/moved.json</c>.</summary>
internal sealed record StateMoveRecord : Revised
{
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null until every document is in its new place.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The status of sending before the former container was halted; null before the first tick.</summary>
    public SendingStatusRecord? Status { get; init; }
}

[JsonSerializable(typeof(StateMoveRecord))]
internal sealed partial class StateMoveJson : JsonSerializerContext
{
    public static StateMoveJson Own { get; } = new(new(JsonBlobs.Options));
}
