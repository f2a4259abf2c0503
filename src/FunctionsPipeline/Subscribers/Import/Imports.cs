using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Import.Columns;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>Accepts files to import, and reports their progress and what became of their rows.</summary>
public sealed class Imports(IBlobStore blobs, IMessageQueue queue, ISiteSettingsSource settings, TimeProvider time)
{
    /// <summary>
    /// Bytes of a file. A million rows are about 60 MB. What comes over HTTP has a lower limit of its own.
    /// </summary>
    public const long MostBytes = 512L * 1024 * 1024;

    /// <summary>Results stay that long.</summary>
    public static readonly TimeSpan ResultsKept = TimeSpan.FromDays(30);

    /// <summary>Stores a file and reads it once, to see that its columns are understood. Nothing is imported yet.</summary>
    /// <param name="content">Read once, never held in memory.</param>
    /// <returns>The import's id.</returns>
    /// <exception cref="ImportFileException">
    /// The request or the file cannot be imported; the message is for people.
    /// </exception>
    public Task<string> AcceptAsync(Stream content, ImportRequest request, CancellationToken cancellationToken) =>
        AcceptAsync(content, request, MostBytes, cancellationToken);

    /// <inheritdoc cref="AcceptAsync(Stream, ImportRequest, CancellationToken)"/>
    /// <param name="mostBytes">Reading ends there, and no file is kept.</param>
    /// <exception cref="ImportFileTooLargeException">The file has more bytes.</exception>
    public async Task<string> AcceptAsync(
        Stream content,
        ImportRequest request,
        long mostBytes,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await CheckAsync(request, now, cancellationToken);
        var id = Store.Subscription.ImportPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await using var sniffed = new SniffingStream(content, mostBytes);
        // The container exists from the first start on; a stream cannot be sent twice.
        await blobs.WriteAsync(
            ImportBlobs.Lock(id),
            ReadOnlyMemory<byte>.Empty,
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );
        await blobs.WriteAsync(
            ImportBlobs.Source(id),
            sniffed,
            new BlobHeaders("text/csv"),
            WriteCondition.Always,
            cancellationToken
        );
        var order = new ImportOrder
        {
            Id = id,
            At = now,
            Request = request,
            FileHash = sniffed.Hash,
            FileLength = sniffed.Length,
            Encoding = sniffed.Encoding,
        };
        IReadOnlyList<ColumnUse> uses;
        try
        {
            uses = await CheckFileAsync(order, cancellationToken);
        }
        catch (ImportFileException)
        {
            await blobs.DeleteAsync(ImportBlobs.Source(id), ifMatch: null, CancellationToken.None);
            throw;
        }
        var documents = new ImportDocuments(blobs);
        await documents.Order(id).WriteAsync(order, cancellationToken);
        await documents
            .Progress(id)
            .WriteAsync(
                new ImportProgress
                {
                    Id = id,
                    State = ImportState.Waiting,
                    DryRun = request.DryRun,
                    Columns = uses,
                    Updated = now,
                },
                cancellationToken
            );
        return id;
    }

    /// <summary>
    /// Puts an import on the queue. A hint: what is unfinished is found again by <see cref="RemindAsync"/>.
    /// </summary>
    public Task EnqueueAsync(string id, CancellationToken cancellationToken) =>
        queue.SendAsync(
            Queues.Imports,
            JsonSerializer.Serialize(new ImportMessage(id), SubscriberJson.Compact.ImportMessage),
            TimeSpan.Zero,
            cancellationToken
        );

    /// <summary>Enqueues everything that has not moved for a while: its message was lost, or its process died.</summary>
    public async Task RemindAsync(CancellationToken cancellationToken)
    {
        var still = time.GetUtcNow() - TimeSpan.FromMinutes(10);
        await foreach (var id in ListAsync(cancellationToken))
        {
            if (
                await ProgressAsync(id, cancellationToken)
                    is { State: ImportState.Waiting or ImportState.Running } progress
                && progress.Updated < still
            )
                await EnqueueAsync(id, cancellationToken);
        }
    }

    /// <summary>With which words an import was asked for.</summary>
    /// <returns>Null if there is no such import (any more).</returns>
    public async Task<ImportRequest?> RequestAsync(string? id, CancellationToken cancellationToken) =>
        ImportBlobs.IsId(id)
            ? (await new ImportDocuments(blobs).Order(id!).ReadAsync(cancellationToken))?.Value.Request
            : null;

    /// <returns>Null if there is no such import (any more).</returns>
    public async Task<ImportProgress?> ProgressAsync(string? id, CancellationToken cancellationToken) =>
        ImportBlobs.IsId(id)
            ? (await new ImportDocuments(blobs).Progress(id!).ReadAsync(cancellationToken))?.Value
            : null;

    /// <summary>
    /// Writes the result file: a line for every refused row, with its number and the reason, and no personal data. CSV
    /// with a header; complete once the import is done.
    /// </summary>
    public async Task WriteResultAsync(string id, Stream output, CancellationToken cancellationToken)
    {
        var strings = await StringsAsync(cancellationToken);
        await using (
            var header = new StreamWriter(
                output,
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
                leaveOpen: true
            )
        )
        await using (var csv = CsvOutput.To(header))
            await csv.WriteRowAsync([strings["result-row"], strings["result-reason"]]);
        var parts = new List<string>();
        await foreach (var part in blobs.ListAsync(Containers.Subscribers, ImportBlobs.Results(id), cancellationToken))
            parts.Add(part.Name);
        foreach (var part in parts)
        {
            await using var open = await blobs.OpenReadAsync(
                new BlobPath(Containers.Subscribers, part),
                cancellationToken
            );
            if (open is not null)
                await open.Content.CopyToAsync(output, cancellationToken);
        }
    }

    /// <summary>Deletes what is left of imports that ended a month ago.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        var keep = time.GetUtcNow() - ResultsKept;
        var old = new List<string>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, ImportBlobs.Folder, cancellationToken))
        {
            if (entry.LastModified < keep)
                old.Add(entry.Name);
        }
        foreach (var name in old)
            await blobs.DeleteAsync(new BlobPath(Containers.Subscribers, name), ifMatch: null, cancellationToken);
    }

    private async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, ImportBlobs.Folder, cancellationToken))
        {
            if (entry.Name.EndsWith("/progress.json", StringComparison.Ordinal))
                ids.Add(entry.Name.Split('/')[1]);
        }
        foreach (var id in ids)
            yield return id;
    }

    private async Task CheckAsync(ImportRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (request.Newsletters.Count == 0)
            throw new ImportFileException(
                $"Name the newsletter that these people agreed to. There are: {site.NewsletterIds}."
            );
        if (request.Newsletters.Select(site.WhyNoNewsletter).FirstOrDefault(why => why is not null) is { } unknown)
            throw new ImportFileException(unknown.Reason);
        if (request.Newsletters.Distinct(StringComparer.Ordinal).Count() < request.Newsletters.Count)
            throw new ImportFileException("A newsletter is named twice.");
        ColumnAnswers.Parse(request.Columns);
        if (request.ConsentedAt > now)
            throw new ImportFileException("The date of consent lies in the future.");
        if (
            request is { Basis: { } basis, ConsentedAt: { } given }
            && Store.ConsentBases.ExpiresAt(basis, given) <= now
        )
            throw new ImportFileException(
                "Implied consent of that date has run out: two years after a purchase, six months after an inquiry."
            );
    }

    private async Task<IReadOnlyList<ColumnUse>> CheckFileAsync(ImportOrder order, CancellationToken cancellationToken)
    {
        await using var source =
            await blobs.OpenReadAsync(ImportBlobs.Source(order.Id), cancellationToken)
            ?? throw new StorageException("The file that was just stored is gone.");
        using var file = await CsvFile.OpenAsync(source.Content, order.Encoding, cancellationToken);
        var columns = new CsvColumns(file.Header, ColumnAnswers.Parse(order.Request.Columns));
        if (columns.Email < 0)
            throw new ImportFileException(
                "No column of the first row is named 'email'. The first row must hold the columns' names."
            );
        if (order.Request.Basis is null && columns.Basis < 0)
            throw new ImportFileException(
                "On what does consent rest? Give it for the whole file (express, purchase or inquiry) or in a column 'consent_basis'."
            );
        if (order.Request.ConsentedAt is null && columns.Date < 0)
            throw new ImportFileException(
                "When was consent given? Give a date for the whole file or a column 'consent_date'."
            );
        if (order.Request.Statement is null && columns.Statement < 0)
            throw new ImportFileException(
                "How was consent got, and where is the proof? Say it for the whole file or in a column 'consent_evidence'."
            );
        var pass = new FirstPass(columns);
        var uses = await pass.RunAsync(file, cancellationToken);
        if (pass.Gone.Count > 0)
        {
            await blobs.WriteAsync(
                ImportBlobs.Gone(order.Id),
                pass.Gone.Write(),
                new BlobHeaders("application/octet-stream"),
                WriteCondition.Always,
                cancellationToken
            );
        }
        return uses;
    }

    private async Task<StringTable> StringsAsync(CancellationToken cancellationToken) =>
        StringTable.Load(SubscriberStrings.Import, (await settings.GetAsync(cancellationToken)).Language);
}
