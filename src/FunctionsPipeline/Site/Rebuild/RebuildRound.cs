using System.Collections.Concurrent;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Feeds;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Tells all changes that wait, once. The order is what keeps the site's promises: what will be touched is noted first;
/// then lists, then what leads to lists, then what search engines and feed readers see; only then pages go that nothing
/// links to any more; and only when everything is shown are the changes deleted. A repeat after a crash at any point
/// ends the same.
/// </summary>
internal sealed class RebuildRound
{
    private readonly IBlobStore _store;
    private readonly SiteWriter _writer;
    private readonly SiteView _view;
    private readonly ListRouter _router;
    private readonly ArticleLists _lists;
    private readonly Directories _directories;
    private readonly FramePages _frame;
    private readonly FormerAddresses _formerAddresses;
    private readonly Neighbours _neighbours;
    private readonly ChangeLog _log;
    private readonly ChangeReader _changes;
    private readonly string _look;
    private readonly ConcurrentDictionary<string, PagedList<ListedArticle>> _open = new(StringComparer.Ordinal);

    public RebuildRound(IBlobStore store, SiteSettings settings, ITheme theme)
    {
        _store = store;
        _log = new ChangeLog(store);
        _writer = new SiteWriter(store);
        _view = new SiteView(settings, theme);
        _router = new ListRouter(settings);
        _changes = new ChangeReader(store, _router);
        _lists = new ArticleLists(
            store,
            _writer,
            new FeedPublisher(store, _writer, new FeedTexts(store), settings),
            _view
        );
        _directories = new Directories(store, _writer, _view);
        _frame = new FramePages(store, _writer, _view);
        _formerAddresses = new FormerAddresses(store, _view);
        _neighbours = new Neighbours(store, _view);
        _look = SiteLook.Of(settings, theme);
    }

    /// <summary>What was done, for the log.</summary>
    public RebuildResult Result { get; private set; } = RebuildResult.Nothing;

    /// <summary>Pages that the catalog promises and the site lacks.</summary>
    public IReadOnlyList<CatalogEntry> Missing => _changes.Missing;

    /// <summary>Articles whose catalog entries cannot be read; the site keeps what it has of them.</summary>
    public IReadOnlyList<Slug> Damaged => _changes.Damaged;

    /// <param name="follow">Called with the catalog entries that changed.</param>
    /// <returns>False if there was nothing to do.</returns>
    public async Task<bool> RunAsync(
        WaitingChanges waiting,
        Func<IReadOnlyList<CatalogEntry>, CancellationToken, Task> follow,
        CancellationToken cancellationToken
    )
    {
        var stored = await State.ReadAsync(cancellationToken);
        var state = stored?.Value ?? new SiteState();
        var newLayout = state.Layout != _router.Layout;
        var newLook = state.Look != _look;
        if (newLayout)
        {
            await _changes.RecordWholeCatalogAsync([.. waiting.Articles.Select(a => a.Value)], cancellationToken);
            waiting = await _log.ReadAsync(cancellationToken);
        }
        else if (!waiting.Any && !newLook && state.Pending.Count == 0)
        {
            return false;
        }

        var changes = await _changes.ReadAsync(waiting, state, cancellationToken);
        var news = changes.Where(c => c.IsNews).ToList();
        if (news.Count > 0)
        {
            state = state with { Pending = Expect(state, news) };
            stored = await SaveAsync(stored, state, cancellationToken);
        }
        var hadIssues = state.HasIssues;
        if (waiting.Issues || newLook)
            state = await _frame.TellIssuesAsync(state, cancellationToken);
        if (news.Count > 0 || newLook)
            state = await TellAsync(state, news, changes, newLook, cancellationToken);
        else
            await LinkAsync(changes, cancellationToken);
        await _formerAddresses.ClearAsync(
            changes.Where(c => !c.IsNews && c.Live is null).Select(c => c.Slug),
            cancellationToken
        );
        // The first issue ever.
        if (state.HasIssues != hadIssues && !_open.ContainsKey(ListRouter.Everything))
            state = await _frame.TellFrontAsync(
                state,
                await _lists.OpenAsync(ListRouter.Everything, cancellationToken),
                cancellationToken
            );
        await follow([.. changes.Select(c => c.Entry).OfType<CatalogEntry>()], cancellationToken);

        await Parallel.ForEachAsync(
            news,
            Concurrency.Storage(cancellationToken),
            async (change, token) =>
            {
                var path = Placement.BlobOf(change.Slug.Value);
                if (change.After is null)
                    await _store.DeleteAsync(path, null, token);
                else
                    await _store.WriteJsonAsync(
                        path,
                        change.After,
                        SiteJson.Compact.Placement,
                        WriteCondition.Always,
                        token
                    );
            }
        );
        // Where a damaged one may be is not known to anything else.
        var left = state.Pending.Where(p => Damaged.Contains(Slug.Parse(p.Key))).ToDictionary(StringComparer.Ordinal);
        var done = state with { Look = _look, Layout = _router.Layout, Pending = left };
        if (!ReferenceEquals(state, stored?.Value) || newLook || newLayout)
            await SaveAsync(stored, done, cancellationToken);
        await _log.ForgetAsync(waiting, cancellationToken);
        Result = new RebuildResult(news.Count, _writer.Written);
        return true;
    }

    private static Dictionary<string, IReadOnlyList<Placement>> Expect(SiteState state, List<ArticleChange> news)
    {
        var pending = new Dictionary<string, IReadOnlyList<Placement>>(state.Pending, StringComparer.Ordinal);
        foreach (var change in news)
            pending[change.Slug.Value] =
            [
                .. (change.After is null ? change.Before : change.Before.Append(change.After)).DistinctBy(
                    p => p.Hash,
                    StringComparer.Ordinal
                ),
            ];
        return pending;
    }

    private async Task<SiteState> TellAsync(
        SiteState state,
        List<ArticleChange> news,
        IReadOnlyList<ArticleChange> changes,
        bool newLook,
        CancellationToken cancellationToken
    )
    {
        var edits = ListEdits.Of(news);
        if (newLook)
        {
            foreach (
                var list in _view
                    .Settings.Newsletters.Select(n => ListRouter.NewsletterList(n.Id))
                    .Append(ListRouter.Everything)
            )
                edits.TryAdd(list, new ListEdits());
        }
        await Parallel.ForEachAsync(
            edits,
            Concurrency.Lists(cancellationToken),
            async (edit, token) =>
            {
                var list = await _lists.OpenAsync(edit.Key, token);
                await edit.Value.ApplyAsync(list, token);
                _open[edit.Key] = list;
                await _lists.PublishAsync(list, newLook, token);
            }
        );
        if (newLook)
            await TellAllListsAsync(cancellationToken);
        state = await TellDirectoriesAsync(state, newLook, cancellationToken);
        state = await _frame.TellAsync(state, _open, newLook, cancellationToken);
        await LinkAsync(changes, cancellationToken);
        await _formerAddresses.UpdateAsync(news, cancellationToken);
        if (newLook)
            await _formerAddresses.RewriteAllAsync(cancellationToken);
        await Parallel.ForEachAsync(
            _open.Values,
            Concurrency.Lists(cancellationToken),
            async (list, token) => await _lists.CleanAsync(list, token)
        );
        return state;
    }

    /// <summary>
    /// Articles that were written again have lost their links to others, even if no list changes because of them.
    /// </summary>
    private async Task LinkAsync(IReadOnlyList<ArticleChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
            return;
        await _neighbours.UpdateAsync(new ListsAtHand(_lists, _open), changes, cancellationToken);
    }

    /// <summary>Every list that is stored and not in hand, one after the other: however many, memory stays small.</summary>
    private async Task TellAllListsAsync(CancellationToken cancellationToken)
    {
        const string Folder = "index/";
        const string File = "/list.json";
        var names = new List<string>();
        await foreach (var entry in _store.ListAsync(Containers.State, Folder, cancellationToken))
        {
            if (
                entry.Name.EndsWith(File, StringComparison.Ordinal)
                && !entry.Name.StartsWith("index/directories/", StringComparison.Ordinal)
            )
                names.Add(entry.Name[Folder.Length..^File.Length]);
        }
        await Parallel.ForEachAsync(
            names.Where(n => !_open.ContainsKey(n)),
            Concurrency.Lists(cancellationToken),
            async (name, token) =>
            {
                var list = await _lists.OpenAsync(name, token);
                if (list.IsStored)
                    await _lists.PublishAsync(list, everything: true, token);
            }
        );
    }

    private async Task<SiteState> TellDirectoriesAsync(
        SiteState state,
        bool newLook,
        CancellationToken cancellationToken
    )
    {
        foreach (var kind in TermKind.All)
        {
            var touched = _open
                .Values.Where(l => l.Name.StartsWith(kind.Folder + "/", StringComparison.Ordinal))
                .Select(l => new ListedTerm(l.Name[(kind.Folder.Length + 1)..], l.Title ?? l.Name, l.Count))
                .OrderBy(t => t.Slug, StringComparer.Ordinal)
                .ToList();
            if (touched.Count == 0 && !newLook)
                continue;
            var top = await _directories.PublishAsync(
                kind,
                touched,
                kind == TermKind.Tags ? state.TopTags : [],
                newLook,
                cancellationToken
            );
            if (kind == TermKind.Tags)
                state = state with { TopTags = top };
        }
        return state;
    }

    private async Task<Stored<SiteState>> SaveAsync(
        Stored<SiteState>? over,
        SiteState state,
        CancellationToken cancellationToken
    ) =>
        await State.SwapAsync(over, state, cancellationToken)
        ?? throw new StorageException("The site's state was changed by another rebuild.");

    private JsonDocument<SiteState> State => new(_store, SiteState.Blob, SiteJson.Compact.SiteState);
}

/// <summary>What a rebuild did.</summary>
/// <param name="Articles">How many articles the site shows differently now.</param>
/// <param name="Files">How many of the site's files were written.</param>
public sealed record RebuildResult(int Articles, int Files)
{
    public static RebuildResult Nothing { get; } = new(0, 0);
}
