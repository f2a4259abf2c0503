using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Freezing;

/// <summary>
/// Cuts the recipients of an issue into requests, each of one language, and consecutive requests into bundles. Memory: the
/// requests that are open, one a language, one bundle, and those that are being written.
/// </summary>
/// <param name="write">Writes one bundle, by the number of its first request.</param>
internal sealed class BundleWriter(SendingOptions options, Func<int, RecipientList, Task> write)
{
    private const int WritesAtATime = 4;

    /// <summary>By language, in the order in which each first came; empty for the content's own.</summary>
    private readonly OrderedDictionary<string, List<string>> _open = new(StringComparer.Ordinal);

    private readonly List<string> _bundle = [];
    private readonly List<int> _requests = [];
    private readonly List<string> _languages = [];
    private readonly Queue<Task> _writes = new();

    /// <summary>How many recipients each request has, in order.</summary>
    public IReadOnlyList<int> Requests => _requests;

    /// <summary>The language of each request, in order; null if all have the content's own.</summary>
    public IReadOnlyList<string>? Languages => _languages.TrueForAll(l => l.Length == 0) ? null : _languages;

    /// <summary>Adds one recipient. The same order of recipients always gives the same requests.</summary>
    /// <param name="language">Null for the content's own.</param>
    public ValueTask AddAsync(SubscriberId id, string? language)
    {
        language ??= "";
        if (!_open.TryGetValue(language, out var ids))
            _open.Add(language, ids = new List<string>(options.RequestSize));
        ids.Add(id.Value);
        return ids.Count == options.RequestSize ? CloseAsync(language, ids) : ValueTask.CompletedTask;
    }

    /// <summary>Writes what is left: the last request of each language has fewer recipients.</summary>
    public async Task CompleteAsync()
    {
        foreach (var (language, ids) in _open)
        {
            if (ids.Count > 0)
                await CloseAsync(language, ids);
        }
        if (_bundle.Count > 0)
            await FlushAsync();
        await Task.WhenAll(_writes);
    }

    private ValueTask CloseAsync(string language, List<string> ids)
    {
        _requests.Add(ids.Count);
        _languages.Add(language);
        _bundle.AddRange(ids);
        ids.Clear();
        return _requests.Count % options.BundleSize == 0 ? FlushAsync() : ValueTask.CompletedTask;
    }

    private async ValueTask FlushAsync()
    {
        var first = ((_requests.Count - 1) / options.BundleSize * options.BundleSize) + 1;
        _writes.Enqueue(write(first, new RecipientList(_bundle.ToArray())));
        _bundle.Clear();
        if (_writes.Count >= WritesAtATime)
            await _writes.Dequeue();
    }
}
