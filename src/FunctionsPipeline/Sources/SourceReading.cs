using FunctionsPipeline.Publishing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Sources.Entries;
using FunctionsPipeline.Sources.Feeds;
using FunctionsPipeline.Sources.Fetching;
using FunctionsPipeline.Sources.Records;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Sources;

/// <summary>
/// Reads one source: asks for its feed, makes articles of what is new, and keeps what came of it. A run that dies is made up
/// by the next one; of two at a time one does the work.
/// </summary>
public sealed partial class SourceReading
{
    /// <summary>When a source is due that was stopped.</summary>
    internal static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IBlobStore _store;
    private readonly ISiteSettingsSource _settings;
    private readonly SourceRequests _requests;
    private readonly ISourceNotices _notices;
    private readonly TimeProvider _time;
    private readonly ILogger<SourceReading> _logger;
    private readonly FeedFetch _fetch;
    private readonly EntryTaking _taking;

    internal SourceReading(
        IBlobStore store,
        ISiteSettingsSource settings,
        SourceRequests requests,
        SourceTools tools,
        ISourceNotices notices,
        TimeProvider time,
        ILogger<SourceReading> logger
    )
    {
        (_store, _settings, _requests, _notices, _time, _logger) = (store, settings, requests, notices, time, logger);
        _fetch = tools.Fetch;
        _taking = new EntryTaking(store, tools.Publisher);
    }

    /// <param name="message">Of the queue <c>sources</c>.</param>
    /// <exception cref="StorageException">Storage failed: the message comes again.</exception>
    public async Task ReadAsync(string message, CancellationToken cancellationToken)
    {
        var site = await _settings.GetAsync(cancellationToken);
        if (
            SourceRequests.Parse(message) is not { } request
            || site.Sources.FirstOrDefault(s => s.Id == request.Source) is not { } source
        )
            return;
        await using var lease = await LeaseKeeper.TryTakeAsync(
            _store,
            SourceState.LockOf(source.Id),
            LeaseKeeper.LongestDuration,
            _time,
            cancellationToken
        );
        // Another run has it, or died with it; then the source is asked for again.
        if (lease is null)
            return;
        var document = SourceState.DocumentOf(_store, source.Id);
        var stored = await document.ReadCacheAsync(lease.Lost);
        var state = stored?.Value ?? new SourceState();
        // Another address begins without what its predecessor's server said; its entries are the same.
        if (!state.IsOf(source))
            state = new SourceState
            {
                Address = SourceState.HashOf(source),
                Name = state.Name,
                FirstRead = state.FirstRead,
                LastRead = state.LastRead,
                LastNew = state.LastNew,
                Entries = state.Entries,
            };
        if (request.Now || !(state.NextRead > _time.GetUtcNow()) || IsFartherThanEver(state))
            state = await ReadAsync(document, stored, state, source, site, lease.Lost);
        await _requests.DueAtAsync(source, state.NextRead ?? _time.GetUtcNow(), lease.Lost);
    }

    /// <summary>The clock that set the time had jumped.</summary>
    private bool IsFartherThanEver(SourceState state) =>
        !state.IsStopped && state.NextRead > _time.GetUtcNow() + 2 * ReadTimes.Longest;

    private async Task<SourceState> ReadAsync(
        JsonDocument<SourceState> document,
        Stored<SourceState>? stored,
        SourceState state,
        SourceSettings source,
        SiteSettings site,
        CancellationToken cancellationToken
    )
    {
        var fetched = await _fetch.GetAsync(source.Feed, site.Url, state.ETag, state.LastModified, cancellationToken);
        if (fetched.MovedTo is { } moved && fetched.Trouble is null)
            await NotifyAsync(
                SourceNoticeKind.Moved,
                source,
                state,
                n => n with { NewAddress = SourceSettings.Shown(moved) },
                cancellationToken
            );
        var trouble = fetched.Trouble;
        if (fetched.Body is { } body)
        {
            var (feed, problem) = FeedReader.Read(body, fetched.Headers?.Charset, fetched.Address);
            if (feed is not null)
            {
                (stored, state) = await TakeAsync(document, stored, state, source, site, feed, cancellationToken);
                // Only now: had the run died before, the next one would hear that nothing is new.
                state = state with
                {
                    ETag = fetched.Headers?.ETag,
                    LastModified = fetched.Headers?.LastModified,
                };
            }
            trouble = problem is { } p ? TroubleOf(p) : null;
        }
        else if (fetched.IsUnchanged)
        {
            var turn = new EntryTurn(source, site, state, _time.GetUtcNow());
            await turn.RemoveMissingAsync(_taking, cancellationToken);
            state = state with { Entries = turn.Entries };
        }
        state = trouble is { } kind
            ? await FailAsync(state, source, kind, fetched, cancellationToken)
            : await SucceedAsync(state, source, fetched, cancellationToken);
        await SaveAsync(document, stored, state, cancellationToken);
        return state;
    }

    private async Task<(Stored<SourceState>?, SourceState)> TakeAsync(
        JsonDocument<SourceState> document,
        Stored<SourceState>? stored,
        SourceState state,
        SourceSettings source,
        SiteSettings site,
        ParsedFeed feed,
        CancellationToken cancellationToken
    )
    {
        var now = _time.GetUtcNow();
        var title = source.Name ?? EntryArticle.Line(feed.Title) ?? source.Feed.Host;
        var article = new EntryArticle(source, title, feed.Language, site);
        var turn = new EntryTurn(source, site, state, now);
        await turn.TakeAsync(
            feed,
            article,
            _taking,
            async () =>
                stored = await SaveAsync(document, stored, state with { Entries = turn.Entries }, cancellationToken),
            cancellationToken
        );
        await turn.RemoveAsync(feed, _taking, _fetch, cancellationToken);
        turn.Prune();
        LogRead(source.Id, feed.Entries.Count, turn.HasNew);
        return (
            stored,
            state with
            {
                Name = title,
                FirstRead = state.FirstRead ?? now,
                LastNew = turn.HasNew ? now : state.LastNew,
                Entries = turn.Entries,
            }
        );
    }

    private async Task<SourceState> SucceedAsync(
        SourceState state,
        SourceSettings source,
        FetchedFeed fetched,
        CancellationToken cancellationToken
    )
    {
        var now = _time.GetUtcNow();
        if (state.IsStopped || now - state.FailingSince >= ReadTimes.Patience)
            await NotifyAsync(SourceNoticeKind.Recovered, source, state, n => n, cancellationToken);
        return state with
        {
            LastRead = now,
            NextRead = ReadTimes.AfterSuccess(source, fetched.Headers?.MaxAge, now),
            Failures = 0,
            FailingSince = null,
            Trouble = null,
            Status = null,
            IsStopped = false,
        };
    }

    private async Task<SourceState> FailAsync(
        SourceState state,
        SourceSettings source,
        SourceTrouble trouble,
        FetchedFeed fetched,
        CancellationToken cancellationToken
    )
    {
        var now = _time.GetUtcNow();
        var since = state.FailingSince ?? now;
        LogFailed(source.Id, trouble, fetched.Status);
        state = state with
        {
            Failures = state.Failures + 1,
            FailingSince = since,
            Trouble = trouble,
            Status = fetched.Status == 0 ? null : fetched.Status,
            IsStopped = trouble == SourceTrouble.Gone,
        };
        if (state.IsStopped)
            await NotifyAsync(SourceNoticeKind.Gone, source, state, n => n, cancellationToken);
        else if (now - since >= ReadTimes.Patience)
            await NotifyAsync(
                SourceNoticeKind.Failing,
                source,
                state,
                n => n with { Week = (int)((now - since).TotalDays / 7) },
                cancellationToken
            );
        return state with
        {
            NextRead = state.IsStopped
                ? Never
                : ReadTimes.AfterFailure(source, state.Failures, since, fetched.RetryAfter, now),
        };
    }

    /// <summary>Before what it tells of is stored: told twice, it is one mail; stored first, it might be none.</summary>
    private Task NotifyAsync(
        SourceNoticeKind kind,
        SourceSettings source,
        SourceState state,
        Func<SourceNotice, SourceNotice> with,
        CancellationToken cancellationToken
    ) =>
        _notices.NotifyAsync(
            with(
                new SourceNotice(
                    kind,
                    source.Id,
                    source.Name ?? state.Name ?? source.Feed.Host,
                    source.ShownAddress,
                    state.FailingSince ?? _time.GetUtcNow()
                )
                {
                    Trouble = state.Trouble,
                    Status = state.Status,
                }
            ),
            cancellationToken
        );

    private static async Task<Stored<SourceState>> SaveAsync(
        JsonDocument<SourceState> document,
        Stored<SourceState>? over,
        SourceState state,
        CancellationToken cancellationToken
    ) =>
        await document.SwapAsync(over, state, cancellationToken)
        ?? throw new StorageException("The state of a source changed while it was read.");

    private static SourceTrouble TroubleOf(FeedProblem problem) =>
        problem switch
        {
            FeedProblem.Empty => SourceTrouble.Empty,
            FeedProblem.WebPage => SourceTrouble.WebPage,
            FeedProblem.OtherFormat => SourceTrouble.OtherFormat,
            FeedProblem.DocumentType => SourceTrouble.DocumentType,
            _ => SourceTrouble.Broken,
        };

    [LoggerMessage(LogLevel.Information, "Source {Source} was read: {Entries} entries, new ones: {HasNew}")]
    private partial void LogRead(string source, int entries, bool hasNew);

    [LoggerMessage(LogLevel.Warning, "Source {Source} could not be read: {Trouble}, status {Status}")]
    private partial void LogFailed(string source, SourceTrouble trouble, int status);
}

/// <summary>How a source is reached, and how its articles are published.</summary>
internal sealed record SourceTools(FeedFetch Fetch, ArticlePublisher Publisher);
