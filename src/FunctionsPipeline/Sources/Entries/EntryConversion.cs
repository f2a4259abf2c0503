using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.FromHtml;

namespace FunctionsPipeline.Sources.Entries;

/// <summary>What stays of the HTML of others: words, links that do no harm, and pictures where their owner permits them.</summary>
/// <param name="at">What relative addresses are relative to.</param>
internal sealed class EntryConversion(Uri at, bool showsPictures) : IConversion
{
    /// <summary>A player is a frame of another site.</summary>
    public bool ShowsFilms => false;

    public string? LinkTo(string address) =>
        // What is judged is what is written: resolving can turn a harmless address into another.
        Uri.TryCreate(at, address.Trim(), out var link) && SafeUrl.IsHarmless(link.AbsoluteUri)
            ? link.AbsoluteUri
            : null;

    public string? MediaAt(string address) =>
        showsPictures
        && Uri.TryCreate(at, address.Trim(), out var media)
        && media.Scheme == Uri.UriSchemeHttps
        && SafeUrl.IsHarmless(media.AbsoluteUri)
            ? media.AbsoluteUri
            : null;

    public void NotCarried(string what, int? line)
    {
        // The original has it, and every article leads there.
    }
}
