using System.Collections.Concurrent;
using System.Net;
using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Site.Feeds;

/// <summary>
/// The full texts that feeds carry. An article is in many feeds: its text is read once a rebuild, and not at all where the
/// feed that is there has it already.
/// </summary>
internal sealed class FeedTexts(IBlobStore store)
{
    /// <summary>
    /// A feed of longer texts would be refused by some readers; such an article is carried by its summary.
    /// </summary>
    private const int MaxText = 256 * 1024;

    /// <summary>How much text is kept in memory at a time, in characters.</summary>
    private const long MaxKept = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Feeds are made side by side: who needs a text that another is reading waits for it.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _reading = new(StringComparer.Ordinal);

    private long _kept;

    /// <summary>Takes over the texts of the feed that is there.</summary>
    public void Learn(IReadOnlyDictionary<string, string> texts)
    {
        foreach (var (version, text) in texts)
            Keep(version, text);
    }

    public bool Knows(ListedArticle article) => _texts.ContainsKey(article.Version);

    public async Task<string> OfAsync(ListedArticle article, CancellationToken cancellationToken)
    {
        if (_texts.TryGetValue(article.Version, out var known))
            return known;
        try
        {
            return await _reading
                .GetOrAdd(article.Version, _ => new Lazy<Task<string>>(() => ReadAsync(article, cancellationToken)))
                .Value;
        }
        finally
        {
            _reading.TryRemove(article.Version, out _);
        }
    }

    private async Task<string> ReadAsync(ListedArticle article, CancellationToken cancellationToken)
    {
        // Another may have finished reading it since it was found missing.
        if (_texts.TryGetValue(article.Version, out var known))
            return known;
        var blob = await store.ReadAsync(CatalogBlobs.Content(Slug.Parse(article.Slug)), cancellationToken);
        var text =
            blob is null || blob.Content.Length > MaxText
                ? $"<p>{WebUtility.HtmlEncode(article.Summary)}</p>"
                : Encoding.UTF8.GetString(blob.Content.Span);
        text = SafeXml.Clean(text);
        Keep(article.Version, text);
        return text;
    }

    private void Keep(string version, string text)
    {
        if (Interlocked.Add(ref _kept, text.Length) > MaxKept)
        {
            _texts.Clear();
            Interlocked.Exchange(ref _kept, text.Length);
        }
        _texts[version] = text;
    }
}
