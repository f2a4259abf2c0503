using System.Globalization;
using System.Text;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Import.Columns;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>
/// Imports a file in batches: rows are judged and sorted by shard, each shard is written once, then the result of the
/// batch, then how far the import is. A run that stops anywhere is followed by one that takes the last batch again:
/// rows that arrived are recognised by their change id, so that nothing is lost or doubled.
/// </summary>
public sealed partial class ImportRunner(
    IBlobStore blobs,
    ImportWriter writer,
    AddressHasher hasher,
    ImportEvidence evidence,
    ISiteSettingsSource settings,
    TimeProvider time,
    ILogger<ImportRunner> logger
)
{
    /// <summary>Rows of a batch: 256 writes for a hundred thousand rows, and some 10 MB held.</summary>
    public const int BatchRows = 100_000;

    private const int BatchBytes = 24 * 1024 * 1024;

    /// <summary>Short, so that the successor of a dead process need not wait long; renewed while this one lives.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>Imports everything that is left to import. Safe to call at any time and by several at once.</summary>
    /// <param name="report">Told after each batch; may be null.</param>
    /// <returns>How far it is; null if there is no such import, or another process is at it.</returns>
    public async Task<ImportProgress?> RunAsync(
        string id,
        IProgress<ImportProgress>? report,
        CancellationToken cancellationToken
    )
    {
        if (
            !ImportBlobs.IsId(id)
            || await Documents.Order(id).ReadAsync(cancellationToken) is not { Value: var order }
            || await Documents.Progress(id).ReadAsync(cancellationToken) is not { } stored
        )
            return null;
        if (stored.Value.State is ImportState.Done or ImportState.Failed)
            return await CloseAsync(stored.Value, cancellationToken);
        await using var lease = await LeaseKeeper.TryTakeAsync(
            blobs,
            ImportBlobs.Lock(id),
            Lease,
            time,
            cancellationToken
        );
        if (lease is null)
            return null;
        ImportProgress end;
        try
        {
            end = await RunAsync(order, stored, report, lease.Lost);
        }
        catch (ImportFileException e)
        {
            var now = (await Documents.Progress(id).ReadAsync(cancellationToken))!;
            end = now.Value with { State = ImportState.Failed, Message = e.Message, Updated = time.GetUtcNow() };
            await SaveAsync(now, end, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another process may have the lease now. What both wrote is the same: every step may run twice.
            return null;
        }
        LogEnded(logger, end.Id, end.State, end.Imported, end.Unchanged, end.Refused);
        return await CloseAsync(end, cancellationToken);
    }

    private async Task<ImportProgress> RunAsync(
        ImportOrder order,
        Stored<ImportProgress> stored,
        IProgress<ImportProgress>? report,
        CancellationToken cancellationToken
    )
    {
        var progress = stored.Value;
        if (!order.Request.DryRun)
            await evidence.AddAsync(EvidenceOf(order), cancellationToken);
        await using var source =
            await blobs.OpenReadAsync(ImportBlobs.Source(order.Id), cancellationToken)
            ?? throw new ImportFileException("The file is gone. Import it again.");
        using var counted = new CountingStream(source.Content);
        using var file = await CsvFile.OpenAsync(counted, order.Encoding, cancellationToken);
        var columns = new CsvColumns(file.Header, ColumnAnswers.Parse(order.Request.Columns));
        // Checked when it was accepted; an import may have been accepted by an earlier version.
        columns.EnsureClear();
        var gone = await blobs.ReadAsync(ImportBlobs.Gone(order.Id), cancellationToken) is { } hashes
            ? GoneAddresses.Read(hashes.Content.Span)
            : null;
        var reader = new ImportRowReader(columns, order.Request, order.At, gone);
        var strings = StringTable.Load(SubscriberStrings.Import, (await settings.GetAsync(cancellationToken)).Language);
        // A dry run leaves no change ids behind by which a later batch would recognise an address.
        var subscribed = order.Request.DryRun ? new HashSet<string>(StringComparer.Ordinal) : null;
        while (file.Row < progress.Row && await file.ReadAsync())
        {
            // Done with in an earlier run.
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (true)
        {
            var batch = await ReadBatchAsync(file, reader, subscribed, cancellationToken);
            if (!batch.IsEmpty)
            {
                await writer.WriteAsync(order, batch, progress.Batch, cancellationToken);
                subscribed?.UnionWith(batch.Subscribed());
                await WriteResultAsync(order.Id, progress.Batch, batch.Outcomes, strings, cancellationToken);
            }
            progress = progress with
            {
                State = batch.IsLast ? ImportState.Done : ImportState.Running,
                Row = file.Row,
                Batch = progress.Batch + (batch.IsEmpty ? 0 : 1),
                Imported = progress.Imported + batch.Outcomes.Count(o => o.Outcome.IsSubscribed()),
                Unchanged = progress.Unchanged + batch.Outcomes.Count(o => o.Outcome == RowOutcome.Unchanged),
                Refused =
                    progress.Refused
                    + batch.Outcomes.Count(o =>
                        o.Outcome > RowOutcome.Unchanged && o.Outcome != RowOutcome.LeftSomeHere
                    ),
                Percent = batch.IsLast ? 100 : (int)Math.Min(99, 100 * counted.Count / Math.Max(1, order.FileLength)),
                Updated = time.GetUtcNow(),
            };
            stored = await SaveAsync(stored, progress, cancellationToken);
            report?.Report(progress);
            if (batch.IsLast)
                return progress;
        }
    }

    /// <param name="subscribed">Addresses that earlier batches of a dry run would have subscribed; null otherwise.</param>
    private async Task<ImportBatch> ReadBatchAsync(
        CsvFile file,
        ImportRowReader reader,
        HashSet<string>? subscribed,
        CancellationToken cancellationToken
    )
    {
        var batch = new ImportBatch();
        var bytes = 0;
        for (var rows = 0; rows < BatchRows && bytes < BatchBytes; rows++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await file.ReadAsync())
            {
                batch.IsLast = true;
                break;
            }
            if (file.IsBlank)
                continue;
            var outcome = reader.Read(file, out var row);
            if (outcome == RowOutcome.Imported && subscribed?.Contains(row.Address) == true)
                outcome = RowOutcome.Repeated;
            if (outcome != RowOutcome.Imported)
            {
                batch.Outcomes.Add((file.Row, outcome));
                continue;
            }
            bytes += batch.Add(hasher.Shard(EmailAddress.Parse(row.Address)), row);
        }
        return batch;
    }

    private async Task WriteResultAsync(
        string id,
        int batch,
        IEnumerable<(long Row, RowOutcome Outcome)> outcomes,
        StringTable strings,
        CancellationToken cancellationToken
    )
    {
        await using var lines = new StringWriter();
        await using (var csv = CsvOutput.To(lines))
        {
            foreach (var (row, outcome) in outcomes.Where(o => o.Outcome > RowOutcome.Unchanged))
                await csv.WriteRowAsync([row.ToString(CultureInfo.InvariantCulture), strings[$"row-{outcome}"]]);
        }
        await blobs.WriteAsync(
            ImportBlobs.Result(id, batch),
            Encoding.UTF8.GetBytes(lines.ToString()),
            new BlobHeaders("text/csv; charset=utf-8"),
            WriteCondition.Always,
            cancellationToken
        );
    }

    private async Task<Stored<ImportProgress>> SaveAsync(
        Stored<ImportProgress> over,
        ImportProgress progress,
        CancellationToken cancellationToken
    ) =>
        await Documents.Progress(progress.Id).SwapAsync(over, progress, cancellationToken)
        ?? throw new StorageException($"Another process imports {progress.Id} as well; it goes on.");

    private ImportDocuments Documents => new(blobs);

    /// <summary>The file holds personal data: it is deleted as soon as it is no longer needed.</summary>
    private async Task<ImportProgress> CloseAsync(ImportProgress progress, CancellationToken cancellationToken)
    {
        await blobs.DeleteAsync(ImportBlobs.Source(progress.Id), ifMatch: null, cancellationToken);
        await blobs.DeleteAsync(ImportBlobs.Gone(progress.Id), ifMatch: null, cancellationToken);
        return progress;
    }

    private static ImportedFile EvidenceOf(ImportOrder order) =>
        new()
        {
            Evidence = order.Id,
            At = order.At,
            FileName = order.Request.FileName,
            FileHash = order.FileHash,
            Newsletters = order.Request.Newsletters,
            Basis = order.Request.Basis,
            ConsentedAt = order.Request.ConsentedAt,
            Statement = order.Request.Statement,
            Columns = order.Request.Columns,
            Welcome = order.Request.Welcome ? true : null,
        };

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Import} ended {State}: {Imported} imported, {Unchanged} unchanged, {Refused} refused."
    )]
    private static partial void LogEnded(
        ILogger logger,
        string import,
        ImportState state,
        long imported,
        long unchanged,
        long refused
    );
}
