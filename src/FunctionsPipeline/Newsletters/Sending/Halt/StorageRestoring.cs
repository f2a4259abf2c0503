using System.Text.Json;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Halt;

internal sealed class StorageRestoring(SendingLedger ledger, SendingHalt halt, TimeProvider time) : IStorageRestoring
{
    /// <summary>The timer runs each minute: after this long without one, the app is stopped.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(3);

    public BlobPath Status => SendingPaths.Status;

    public async Task<Refusal?> BeginAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await halt.ReadAsync(cancellationToken) is { Halt: null } running && now - running.LastTick < Quiet)
            return new Refusal(
                $"The app ran on this storage at {running.LastTick:u}. Stop it, and try again after three minutes. Nothing was changed."
            );
        await halt.HaltAsync(HaltReason.Restored, "A backup is being restored.", cancellationToken);
        return null;
    }

    public async Task FinishAsync(ReadOnlyMemory<byte>? status, CancellationToken cancellationToken)
    {
        if (status is not { } content)
            return;
        var backup =
            JsonSerializer.Deserialize(content.Span, SendingJson.Own.SendingStatusRecord)
            ?? throw new JsonException("The backup's status of sending is empty.");
        var restored = backup with
        {
            Halt = new HaltRecord(
                HaltReason.Restored,
                $"A backup was restored in which the newsletter timer last ran at {backup.LastTick:u}.",
                time.GetUtcNow(),
                backup.LastTick
            ),
        };
        await ledger.Status.UpdateAsync(_ => restored, cancellationToken);
    }
}
