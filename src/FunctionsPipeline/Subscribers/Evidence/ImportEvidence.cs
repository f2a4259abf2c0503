using System.Text.Json;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Evidence;

/// <summary>
/// Where imported consent comes from: one blob for a file, <c>evidence/import-…/import.json</c>, and, where the file has a
/// column of evidence, what its rows say: <c>evidence/import-…/rows/&lt;shard&gt;-&lt;batch&gt;.jsonl</c>, and for a part of a
/// shard that was split <c>&lt;shard&gt;-&lt;batch&gt;-&lt;further digits&gt;.jsonl</c>.
/// </summary>
public sealed class ImportEvidence(IBlobStore blobs)
{
    private static readonly BlobHeaders Lines = new("application/x-ndjson; charset=utf-8");

    /// <summary>Stores a file's evidence, before its first row is taken in. Storing it again changes nothing.</summary>
    public Task AddAsync(ImportedFile file, CancellationToken cancellationToken) =>
        blobs.WriteJsonAsync(
            PathOf(file.Evidence),
            file,
            SubscriberJson.Conventional.ImportedFile,
            WriteCondition.IfAbsent,
            cancellationToken
        );

    public async Task<ImportedFile?> FindAsync(string evidence, CancellationToken cancellationToken) =>
        (
            await blobs.ReadJsonAsync(PathOf(evidence), SubscriberJson.Conventional.ImportedFile, cancellationToken)
        )?.Value;

    /// <summary>Stores what one batch's rows of one shard say. Trying a batch again overwrites it with the same.</summary>
    public Task AddRowsAsync(
        string evidence,
        ShardName shard,
        int batch,
        IEnumerable<ImportedRow> rows,
        CancellationToken cancellationToken
    ) => blobs.WriteAsync(RowsOf(evidence, shard, batch), Write(rows), Lines, WriteCondition.Always, cancellationToken);

    /// <summary>Deletes what was stored for a shard that was split meanwhile, once its parts' rows are stored.</summary>
    public Task RemoveRowsAsync(string evidence, ShardName shard, int batch, CancellationToken cancellationToken) =>
        blobs.DeleteAsync(RowsOf(evidence, shard, batch), ifMatch: null, cancellationToken);

    /// <summary>What a file's own row says of one subscriber; null if it says nothing.</summary>
    public async Task<ImportedRow?> FindRowAsync(
        string evidence,
        SubscriberId subscriber,
        CancellationToken cancellationToken
    )
    {
        await foreach (var (_, rows) in ReadRowsAsync(evidence, subscriber.Shard, cancellationToken))
        {
            if (rows.FirstOrDefault(r => r.Subscriber == subscriber.Value) is { } row)
                return row;
        }
        return null;
    }

    /// <summary>Takes one subscriber's rows out of every import. Safe to repeat.</summary>
    public async Task StripAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        var imports = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, "evidence/import-", cancellationToken))
            imports.Add(entry.Name.Split('/')[1]);
        foreach (var import in imports)
        {
            await foreach (var (path, rows) in ReadRowsAsync(import, subscriber.Shard, cancellationToken))
            {
                if (rows.Any(r => r.Subscriber == subscriber.Value))
                    await blobs.WriteAsync(
                        path,
                        Write(rows.Where(r => r.Subscriber != subscriber.Value)),
                        Lines,
                        WriteCondition.Always,
                        cancellationToken
                    );
            }
        }
    }

    private async IAsyncEnumerable<(BlobPath Path, List<ImportedRow> Rows)> ReadRowsAsync(
        string evidence,
        byte shard,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var names = new List<string>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, RowsOf(evidence, shard), cancellationToken))
            names.Add(entry.Name);
        foreach (var name in names)
        {
            var path = new BlobPath(Containers.Subscribers, name);
            if (await blobs.ReadAsync(path, cancellationToken) is { } blob)
                yield return (path, Read(blob.Content));
        }
    }

    private static List<ImportedRow> Read(ReadOnlyMemory<byte> content)
    {
        var rows = new List<ImportedRow>();
        while (!content.IsEmpty)
        {
            var end = content.Span.IndexOf((byte)'\n');
            rows.Add(JsonSerializer.Deserialize(content.Span[..end], SubscriberJson.Compact.ImportedRow)!);
            content = content[(end + 1)..];
        }
        return rows;
    }

    private static byte[] Write(IEnumerable<ImportedRow> rows)
    {
        using var lines = new MemoryStream();
        foreach (var row in rows)
        {
            JsonSerializer.Serialize(lines, row, SubscriberJson.Compact.ImportedRow);
            lines.WriteByte((byte)'\n');
        }
        return lines.ToArray();
    }

    private static BlobPath PathOf(string evidence) => new(Containers.Subscribers, $"evidence/{evidence}/import.json");

    private static BlobPath RowsOf(string evidence, ShardName shard, int batch) =>
        new(
            Containers.Subscribers,
            $"{RowsOf(evidence, shard.Number)}{batch:d5}{(shard.IsPart ? "-" + shard.Digits[2..] : "")}.jsonl"
        );

    private static string RowsOf(string evidence, byte shard) => $"evidence/{evidence}/rows/{shard:x2}-";
}

/// <summary>One imported file, as proof of where consent comes from. Holds nothing about any one person.</summary>
public sealed record ImportedFile
{
    /// <summary><c>import-…</c>, as subscriptions name it.</summary>
    public required string Evidence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The file's own name, without a path; null if it came without one.</summary>
    public string? FileName { get; init; }

    /// <summary>SHA-256 of the file, hex: proves which file it was.</summary>
    public required string FileHash { get; init; }

    public required IReadOnlyList<string> Newsletters { get; init; }

    /// <summary>For rows that say nothing else.</summary>
    public Store.ConsentBasis? Basis { get; init; }

    /// <summary>For rows that say nothing else.</summary>
    public DateTimeOffset? ConsentedAt { get; init; }

    /// <summary>How consent was got, in the importer's words.</summary>
    public string? Statement { get; init; }

    /// <summary>What the importer said of columns whose meaning was not known; null for nothing.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>True if the import said that its people get the welcome series; null if it did not.</summary>
    public bool? Welcome { get; init; }
}

/// <summary>What one row says of its consent.</summary>
public sealed record ImportedRow(string Subscriber, long Row, string Statement);
