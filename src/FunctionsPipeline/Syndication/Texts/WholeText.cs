using System.Text;

namespace FunctionsPipeline.Syndication.Texts;

/// <summary>An article's whole text, for targets that can hold one.</summary>
internal static class WholeText
{
    /// <summary>
    /// In UTF-8: some 40,000 words. JSON writes a letter outside ASCII in up to three times its bytes, and many servers
    /// refuse a body of more than a megabyte.
    /// </summary>
    public const int MaxBytes = 256 * 1024;

    /// <returns>An HTML fragment with absolute addresses; null if it is larger than what is sent.</returns>
    /// <exception cref="Storage.StorageException">It is not there (yet).</exception>
    public static async Task<string?> OfAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var html = await delivery.ContentAsync(cancellationToken);
        return Encoding.UTF8.GetByteCount(html) <= MaxBytes ? html : null;
    }
}
