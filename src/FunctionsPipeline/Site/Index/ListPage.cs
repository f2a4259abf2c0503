namespace FunctionsPipeline.Site.Index;

/// <summary>A sealed page of a <see cref="PagedList{T}"/> while it is worked on.</summary>
internal sealed class ListPage<T>
    where T : class, IListItem
{
    private readonly SealedPage _stored;

    public ListPage(SealedPage stored) => (_stored, Hash) = (stored, stored.Hash);

    /// <summary>A page that is not stored yet.</summary>
    public ListPage(int id, List<T> items)
    {
        _stored = new SealedPage(id, items[0].Key, items[^1].Key, items.Count, null);
        Items = items;
        IsChanged = true;
    }

    public int Id => _stored.Id;

    public string First => Items is [var first, ..] ? first.Key : _stored.First;

    public string Last => Items is [.., var last] ? last.Key : _stored.Last;

    public int Count => Items?.Count ?? _stored.Count;

    /// <summary>Of the file that shows it, as last written; null if never.</summary>
    public string? Hash { get; set; }

    /// <summary>The number of the page before it; null if it is the oldest.</summary>
    public int? Older { get; private set; }

    /// <summary>The number of the page after it; null if the open items come next.</summary>
    public int? Newer { get; private set; }

    /// <summary>Null until read.</summary>
    internal List<T>? Items { get; set; }

    /// <summary>Its items differ from what is stored.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>It leads to other pages than before.</summary>
    internal bool IsRelinked { get; set; }

    /// <summary>It became shorter because it was split.</summary>
    internal bool IsTrimmed { get; set; }

    /// <summary>The file that shows it is no longer right.</summary>
    public bool IsStale => IsChanged || IsRelinked || Hash is null;

    internal void LinkTo(ListPage<T>? older)
    {
        IsRelinked |= Older != older?.Id;
        Older = older?.Id;
        if (older is null)
            return;
        older.IsRelinked |= older.Newer != Id;
        older.Newer = Id;
    }

    /// <summary>It is the newest of the sealed pages.</summary>
    internal void EndLink()
    {
        IsRelinked |= Newer is not null;
        Newer = null;
    }

    internal void Saved() => (IsChanged, IsRelinked, IsTrimmed) = (false, false, false);

    internal SealedPage ToSealed() => new(Id, First, Last, Count, Hash);
}
