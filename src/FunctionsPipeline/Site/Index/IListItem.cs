namespace FunctionsPipeline.Site.Index;

/// <summary>Something that a <see cref="PagedList{T}"/> keeps in order.</summary>
internal interface IListItem
{
    /// <summary>Unique in its list; lists are in ordinal order of it.</summary>
    string Key { get; }
}
