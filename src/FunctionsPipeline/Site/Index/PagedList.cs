using System.Text.Json;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Index;

/// <summary>
/// A list of any length that is changed at the cost of the pages that a change touches. The newest items are open and kept
/// with the list itself; once there are two pages' worth, the older half is sealed as a page with a number that is its own
/// for good. An item that belongs in the middle goes into the sealed page there; one that grows too large is split. So an
/// old link to a page never shows something else than before, but for what was added or removed there.
/// </summary>
/// <remarks>
/// Not safe for concurrent use. Stored so that a death at any point loses nothing: new pages first, then the list, then
/// pages that became shorter.
/// </remarks>
internal sealed class PagedList<T>
    where T : class, IListItem
{
    private readonly IBlobStore _store;
    private readonly PagedListKind<T> _kind;
    private readonly List<ListPage<T>> _pages;
    private readonly List<T> _open;
    private readonly Dictionary<string, string> _outputs;
    private readonly JsonDocument<PagedListState<T>> _document;
    private Stored<PagedListState<T>>? _stored;
    private int _nextPage;

    private PagedList(IBlobStore store, string name, PagedListKind<T> kind, Stored<PagedListState<T>>? stored)
    {
        var state = stored?.Value ?? new PagedListState<T>();
        (_store, Name, _kind, _stored, _nextPage, Title) = (store, name, kind, stored, state.NextPage, state.Title);
        _document = DocumentOf(store, name, kind);
        _open = [.. state.Open];
        _outputs = new Dictionary<string, string>(state.Outputs, StringComparer.Ordinal);
        _pages = [.. state.Pages.Select(p => new ListPage<T>(p))];
        LinkPages();
        foreach (var page in _pages)
            page.IsRelinked = false;
    }

    /// <summary>Its name among all lists, e.g. <c>tags/back-pain</c>.</summary>
    public string Name { get; }

    public string? Title { get; set; }

    /// <summary>True if it is in storage.</summary>
    public bool IsStored => _stored is not null;

    public int Count => _open.Count + _pages.Sum(p => p.Count);

    /// <summary>The newest items, oldest of them first.</summary>
    public IReadOnlyList<T> Open => _open;

    /// <summary>Whether anything in the list differs from what is stored.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Sealed pages that hold something, in the order of their items.</summary>
    public IEnumerable<ListPage<T>> Pages => _pages.Where(p => p.Count > 0);

    /// <summary>Sealed pages that have become empty: their file and state can go once nothing links to them.</summary>
    public IEnumerable<ListPage<T>> EmptyPages => _pages.Where(p => p.Count == 0);

    /// <summary>The sealed page that comes before <see cref="Open"/>; null if there is none.</summary>
    public ListPage<T>? NewestPage => Pages.LastOrDefault();

    public static async Task<PagedList<T>> OpenAsync(
        IBlobStore store,
        string name,
        PagedListKind<T> kind,
        CancellationToken cancellationToken
    ) => new(store, name, kind, await DocumentOf(store, name, kind).ReadAsync(cancellationToken));

    public static BlobPath BlobOf(string name) => new(Containers.State, $"index/{name}/list.json");

    /// <summary>Adds an item, or replaces the one with its key.</summary>
    public async Task PutAsync(T item, CancellationToken cancellationToken)
    {
        var page = Find(item.Key);
        var items = page is null ? _open : await ItemsAsync(page, cancellationToken);
        var at = IndexOf(items, item.Key);
        if (at >= 0)
            items[at] = item;
        else
            items.Insert(~at, item);
        Touch(page);
    }

    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var page = Find(key);
        var items = page is null ? _open : await ItemsAsync(page, cancellationToken);
        var at = IndexOf(items, key);
        if (at < 0)
            return;
        items.RemoveAt(at);
        Touch(page);
    }

    /// <summary>
    /// The items right before and right after a key, which need not be in the list itself; null at its ends.
    /// </summary>
    public async Task<(T? Older, T? Newer)> AroundAsync(string key, CancellationToken cancellationToken)
    {
        var (older, newer) = await AroundAsync(key, 1, 1, cancellationToken);
        return (older.Count > 0 ? older[0] : null, newer.Count > 0 ? newer[0] : null);
    }

    /// <summary>
    /// The items before and after a key, which need not be in the list itself; the nearest first, fewer at the list's ends.
    /// Only the sealed pages that hold them are read.
    /// </summary>
    public async Task<(IReadOnlyList<T> Older, IReadOnlyList<T> Newer)> AroundAsync(
        string key,
        int before,
        int after,
        CancellationToken cancellationToken
    )
    {
        var page = Find(key);
        var items = page is null ? _open : await ItemsAsync(page, cancellationToken);
        var at = IndexOf(items, key);
        var place = page is null ? _pages.Count : _pages.IndexOf(page);

        var older = new List<T>(before);
        older.AddRange(items.Take(at >= 0 ? at : ~at).Reverse().Take(before));
        foreach (var previous in _pages.Take(place).Reverse().Where(p => p.Count > 0))
        {
            if (older.Count == before)
                break;
            var above = await ItemsAsync(previous, cancellationToken);
            older.AddRange(above.AsEnumerable().Reverse().Take(before - older.Count));
        }

        var newer = new List<T>(after);
        newer.AddRange(items.Skip(at >= 0 ? at + 1 : ~at).Take(after));
        foreach (var next in _pages.Skip(place + 1).Where(p => p.Count > 0))
        {
            if (newer.Count == after)
                break;
            newer.AddRange((await ItemsAsync(next, cancellationToken)).Take(after - newer.Count));
        }
        if (page is not null)
            newer.AddRange(_open.Take(after - newer.Count));
        return (older, newer);
    }

    /// <summary>After all changes: seals and splits pages, and marks those whose neighbours are others now.</summary>
    public void Settle()
    {
        while (_open.Count >= 2 * _kind.PageSize)
        {
            _pages.Add(NewPage(_open.GetRange(0, _kind.PageSize)));
            _open.RemoveRange(0, _kind.PageSize);
        }
        for (var i = 0; i < _pages.Count; i++)
        {
            if (_pages[i].Items is not { } items || items.Count <= 2 * _kind.PageSize)
                continue;
            for (var from = _kind.PageSize; from < items.Count; from += _kind.PageSize)
                _pages.Insert(
                    i + (from / _kind.PageSize),
                    NewPage(items.GetRange(from, Math.Min(_kind.PageSize, items.Count - from)))
                );
            items.RemoveRange(_kind.PageSize, items.Count - _kind.PageSize);
            _pages[i].IsTrimmed = true;
        }
        LinkPages();
    }

    /// <summary>The items of a sealed page, read if need be.</summary>
    public async Task<List<T>> ItemsAsync(ListPage<T> page, CancellationToken cancellationToken)
    {
        if (page.Items is not null)
            return page.Items;
        var stored =
            await _store.ReadJsonAsync(PageBlob(page.Id), _kind.Items, cancellationToken)
            ?? throw new JsonException(
                $"The site's list {Name} has lost its page {page.Id}. Delete state/index/ to have the site's lists built again."
            );
        page.Items = stored.Value;
        // A split that died before the old page was shortened left there what is in the next page too.
        var next = _pages.IndexOf(page) + 1;
        if (next < _pages.Count)
            page.Items.RemoveAll(i => string.CompareOrdinal(i.Key, _pages[next].First) >= 0);
        return page.Items;
    }

    /// <summary>What was last written to a file of the site that shows this list; null if nothing.</summary>
    public string? OutputHash(string file) => _outputs.GetValueOrDefault(file);

    public void SetOutputHash(string file, string hash) => _outputs[file] = hash;

    public IReadOnlyCollection<string> Outputs => _outputs.Keys;

    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        foreach (var page in _pages.Where(p => p is { IsChanged: true, IsTrimmed: false }))
            await SavePageAsync(page, cancellationToken);
        var state = new PagedListState<T>
        {
            Title = Title,
            NextPage = _nextPage,
            Pages = [.. _pages.Select(p => p.ToSealed())],
            Open = _open,
            Outputs = _outputs,
        };
        _stored =
            await _document.SwapAsync(_stored, state, cancellationToken)
            ?? throw new StorageException($"The site's list {Name} was changed by another rebuild.");
        foreach (var page in _pages.Where(p => p.IsTrimmed))
            await SavePageAsync(page, cancellationToken);
        foreach (var page in _pages)
            page.Saved();
        IsChanged = false;
    }

    /// <summary>Forgets empty pages. Their files on the site are gone already.</summary>
    public async Task DropEmptyPagesAsync(CancellationToken cancellationToken)
    {
        var empty = EmptyPages.ToList();
        if (empty.Count == 0)
            return;
        foreach (var page in empty)
        {
            await _store.DeleteAsync(PageBlob(page.Id), null, cancellationToken);
            _pages.Remove(page);
        }
        await SaveAsync(cancellationToken);
    }

    /// <summary>Forgets the whole list. Its files on the site are gone already.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        foreach (var page in _pages)
            await _store.DeleteAsync(PageBlob(page.Id), null, cancellationToken);
        if (_stored is not null)
            await _store.DeleteAsync(_document.Path, _stored.ETag, cancellationToken);
        _stored = null;
    }

    private Task<string?> SavePageAsync(ListPage<T> page, CancellationToken cancellationToken) =>
        _store.WriteJsonAsync(PageBlob(page.Id), page.Items!, _kind.Items, WriteCondition.Always, cancellationToken);

    private static JsonDocument<PagedListState<T>> DocumentOf(IBlobStore store, string name, PagedListKind<T> kind) =>
        new(store, BlobOf(name), kind.State);

    private BlobPath PageBlob(int id) => new(Containers.State, $"index/{Name}/page-{id}.json");

    private ListPage<T> NewPage(List<T> items) => new(_nextPage++, items);

    private void LinkPages()
    {
        ListPage<T>? older = null;
        foreach (var page in Pages)
        {
            page.LinkTo(older);
            older = page;
        }
        older?.EndLink();
    }

    /// <summary>Null: among the open items.</summary>
    private ListPage<T>? Find(string key)
    {
        if (_pages.Count == 0 || string.CompareOrdinal(key, _pages[^1].Last) > 0)
            return null;
        var at = _pages.FindLastIndex(p => string.CompareOrdinal(p.First, key) <= 0);
        return _pages[Math.Max(at, 0)];
    }

    private void Touch(ListPage<T>? page)
    {
        IsChanged = true;
        if (page is not null)
            page.IsChanged = true;
    }

    private static int IndexOf(List<T> items, string key)
    {
        var (low, high) = (0, items.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(items[middle].Key, key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }
}
