using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Pictures;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Publishing.Pictures;

/// <summary>
/// Makes the forms of an article's pictures once it is live, and has it published again with them. README.md has the order
/// of steps, each of which may run twice or die half-way.
/// </summary>
public sealed partial class ArticlePictures(
    IBlobStore store,
    PictureRequests requests,
    PictureMaker maker,
    ISourcePublishing publishing,
    TimeProvider time,
    ILogger<ArticlePictures> logger
)
{
    /// <summary>How often a picture may end the process, or its time, before it is taken for hostile.</summary>
    private const int MaxTries = 3;

    /// <summary>How long a request waits for another that works on the same article.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    /// <summary>Then another message goes on: the host ends an invocation after ten minutes.</summary>
    private static readonly TimeSpan HandOver = TimeSpan.FromMinutes(5);

    private readonly CatalogStore _catalog = new(store);
    private readonly PictureFiles _files = new(store, maker);

    /// <summary>Handles one message of the queue <c>pictures</c>.</summary>
    /// <exception cref="StorageException">Storage failed in passing: the message should come again.</exception>
    /// <exception cref="TimeoutException">A picture takes too long: the message should come again.</exception>
    /// <exception cref="JsonException">Not a message of ours.</exception>
    public async Task MakeAsync(string message, CancellationToken cancellationToken)
    {
        var request =
            JsonSerializer.Deserialize(message, PicturesJson.Compact.PictureRequest)
            ?? throw new JsonException("The message is null.");
        if (Slug.TryParse(request.Slug, out var slug))
            await MakeAsync(slug, cancellationToken);
    }

    /// <summary>One at a time for each article, over all instances: forms of two versions would overwrite each other.</summary>
    public async Task MakeAsync(Slug slug, CancellationToken cancellationToken)
    {
        await using var lease = await LeaseKeeper.TryTakeAsync(
            store,
            new BlobPath(Containers.State, $"pictures/locks/{slug}"),
            LeaseKeeper.LongestDuration,
            time,
            cancellationToken
        );
        if (lease is null)
        {
            await requests.AskAsync(slug, Later, cancellationToken);
            return;
        }
        try
        {
            await RunAsync(slug, lease.Lost);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageException("The lease on an article's pictures was lost.", e);
        }
    }

    private async Task RunAsync(Slug slug, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        // Before the entry: a note that is written later is of a version that is not seen here, and stays.
        var note = await requests.NoteOf(slug).ReadCacheAsync(cancellationToken);
        if (await _catalog.ReadAsync(slug, cancellationToken) is not { Value.Status: CatalogStatus.Published } entry)
        {
            await ForgetAsync(slug, note, cancellationToken);
            return;
        }
        var waiting = entry.Value.Files.Where(PictureAddresses.IsWaiting).ToList();
        if (note is null && waiting.Count == 0)
            return;
        foreach (var file in waiting)
        {
            if (time.GetElapsedTime(started) > HandOver)
            {
                await requests.AskAsync(slug, TimeSpan.Zero, cancellationToken);
                return;
            }
            note = await BeginAsync(slug, note, file, cancellationToken);
            // Another version is being published; its request follows.
            if (note is null)
                return;
            await MakeAsync(slug, file, note.Value.Tries, cancellationToken);
        }
        await publishing.PublishAsync(entry.Value.Source, cancellationToken);
        await _files.ClearAsync(slug, cancellationToken);
        await ForgetAsync(slug, note, cancellationToken);
        LogMade(slug, waiting.Count);
    }

    private async Task MakeAsync(Slug slug, CatalogFile file, int tries, CancellationToken cancellationToken)
    {
        var made =
            tries > MaxTries
                ? file with
                {
                    Forms = new CatalogForms { Fault = PictureFault.TooComplex },
                }
                : await _files.MakeAsync(slug, file, cancellationToken);
        if (made?.Forms?.Fault is { } fault)
            LogRefused(slug, fault);
        if (made is null || !await RecordAsync(slug, file, made, cancellationToken))
            LogReplaced(slug);
    }

    /// <returns>Null if another writer came in between.</returns>
    private Task<Stored<PictureNote>?> BeginAsync(
        Slug slug,
        Stored<PictureNote>? note,
        CatalogFile file,
        CancellationToken cancellationToken
    ) =>
        requests
            .NoteOf(slug)
            .SwapAsync(
                note,
                new PictureNote(file.Name, note?.Value.File == file.Name ? note.Value.Tries + 1 : 1),
                cancellationToken
            );

    /// <summary>
    /// Over a claim, too: a publisher that lives starts over, and one that died must not hold this up.
    /// </summary>
    /// <returns>False if the article shows another version of the picture by now, or nothing.</returns>
    private async Task<bool> RecordAsync(
        Slug slug,
        CatalogFile file,
        CatalogFile made,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            if (
                await _catalog.ReadAsync(slug, cancellationToken) is not { Value.Status: CatalogStatus.Published } entry
                || !entry.Value.Files.Any(IsSame)
            )
                return false;
            var files = entry.Value.Files.Select(f => IsSame(f) ? made : f).ToList();
            if (await _catalog.WriteAsync(entry.Value with { Files = files }, entry, cancellationToken) is not null)
                return true;
        }

        bool IsSame(CatalogFile other) => other.Name == file.Name && other.SourceETag == file.SourceETag;
    }

    private async Task ForgetAsync(Slug slug, Stored<PictureNote>? note, CancellationToken cancellationToken)
    {
        if (note is not null)
            await store.DeleteAsync(requests.NoteOf(slug).Path, note.ETag, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Article {Slug}: forms of {Pictures} pictures are made.")]
    private partial void LogMade(Slug slug, int pictures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Article {Slug}: a picture is not shown: {Fault}.")]
    private partial void LogRefused(Slug slug, PictureFault fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Article {Slug}: a picture was replaced meanwhile.")]
    private partial void LogReplaced(Slug slug);
}
