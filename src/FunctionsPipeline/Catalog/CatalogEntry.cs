using System.Globalization;
using System.Text.Json.Serialization;
using FunctionsPipeline.Pictures;

namespace FunctionsPipeline.Catalog;

/// <summary>
/// What the rest of the system knows of one article: written by Publishing once the page is live, read by Site,
/// Syndication and Newsletters. One JSON blob, <c>state/catalog/&lt;slug&gt;.json</c>.
/// </summary>
public sealed record CatalogEntry
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    /// <summary>One or two sentences of plain text.</summary>
    public required string Summary { get; init; }

    public required CatalogStatus Status { get; init; }

    /// <summary>The article's own date, for ordering and display.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>When its content last changed for readers; null if never since <see cref="Date"/>.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>When it first went live. Newsletters count from here. Null until then.</summary>
    public DateTimeOffset? FirstPublished { get; init; }

    /// <summary>
    /// For <see cref="CatalogStatus.Scheduled"/>: when it goes live, whether the author wrote <c>publishAt</c> or a
    /// date that lies ahead.
    /// </summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>As written by the author; in the author's order, without repeats (compared without case).</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Author { get; init; }

    /// <summary>BCP 47.</summary>
    public string Language { get; init; } = "en";

    /// <summary>
    /// Absolute, or relative to the site's root; null for none. Of a picture that has several forms the file itself, so that
    /// copies elsewhere and feeds do not change when the forms come.
    /// </summary>
    public string? Image { get; init; }

    public string? ImageAlt { get; init; }

    /// <summary>What mails show instead of <see cref="Image"/>: a JPEG or PNG of their width, absolute; null for itself.</summary>
    public string? MailImage { get; init; }

    /// <summary>What lists show instead of <see cref="Image"/>: a small form, absolute; null for itself.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>The original's address if this article is itself a copy; null when it is the original.</summary>
    public string? Canonical { get; init; }

    /// <summary>The feed that it came from; null for an article of a file.</summary>
    public CatalogHome? Home { get; init; }

    /// <summary>Former slugs that lead here.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Its slug and those that it had before.</summary>
    public IEnumerable<string> NamesEver() => Aliases.Prepend(Slug);

    /// <summary>
    /// False: the author keeps it out of newsletters. True: the author wants it in them. Null: nothing was written.
    /// </summary>
    public bool? Newsletter { get; init; }

    /// <summary>
    /// True if it was old already when it first went live. Decided once, at that moment, regardless of its later dates.
    /// </summary>
    public bool FromArchive { get; init; }

    /// <summary>
    /// False: newsletters and other sites do not take it for new by themselves, so that an archive that is moved in floods
    /// no one. A person may still ask for it.
    /// </summary>
    [JsonIgnore]
    public bool IsNews => !FromArchive || Newsletter == true;

    public int Words { get; init; }

    public string? ReviewedBy { get; init; }

    public DateOnly? LastReviewed { get; init; }

    /// <summary>The day by which a person should look at it again.</summary>
    public DateOnly? ReviewBy { get; init; }

    /// <summary>Text per syndication target, by the target's name, where the author wrote one.</summary>
    public IReadOnlyDictionary<string, string> TargetTexts { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The blob in <c>articles</c> that it was made from.</summary>
    public required string Source { get; init; }

    /// <summary>Which version of the source.</summary>
    public required string SourceETag { get; init; }

    /// <summary>SHA-256 of the page, hex: shows whether anything that readers see has changed.</summary>
    public required string PageHash { get; init; }

    /// <summary>
    /// True while a person writes the page, its files and its digest: what stands under the slug is not to be cleared
    /// away.
    /// </summary>
    public bool Claimed { get; init; }

    /// <summary>
    /// Whenever this changes, so has what readers see of the article itself, regardless of the theme: SHA-256 of the
    /// digest, hex.
    /// </summary>
    public string? ContentHash { get; init; }

    /// <summary>The <see cref="Branding.ITheme.Version"/> that the page was rendered with.</summary>
    public string? ThemeVersion { get; init; }

    /// <summary>
    /// Pictures, sounds and films that were published beside the page, and pictures with a fault, which are not shown.
    /// </summary>
    public IReadOnlyList<CatalogFile> Files { get; init; } = [];

    /// <summary>
    /// Blobs in <c>articles</c> that it refers to and that were not there: once they are, it should be published again.
    /// </summary>
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    /// <summary>Where it lives on the site, from the root: <c>/slug/</c>.</summary>
    public string Path => $"/{Slug}/";
}

/// <summary>Where an article is at home that came from a feed.</summary>
/// <param name="Source">The id of the source in the settings.</param>
/// <param name="Name">What readers call the source.</param>
/// <param name="Url">The entry's page there, absolute; null for an own entry without one.</param>
/// <param name="IsOwn">True: a full article of this publication. False: a summary that leads to the original.</param>
public sealed record CatalogHome(string Source, string Name, string? Url, bool IsOwn);

/// <summary>A file beside the page, <c>$web/&lt;slug&gt;/&lt;name&gt;</c>.</summary>
/// <param name="Source">The blob in <c>articles</c>.</param>
/// <param name="SourceETag">Which version of it.</param>
/// <param name="Width">In CSS pixels; null for what has no measures.</param>
public sealed record CatalogFile(string Source, string SourceETag, string Name, int? Width = null, int? Height = null)
{
    /// <summary>SHA-256 of a picture as it was published, hex; null for other files.</summary>
    public string? ContentHash { get; init; }

    /// <summary>What was made of the picture; null if nothing was yet, and for other files.</summary>
    public CatalogForms? Forms { get; init; }
}

/// <summary>What was made of a picture.</summary>
public sealed record CatalogForms
{
    /// <summary>The file beside a picture that is this form of it. No picture of an author has such a name.</summary>
    /// <param name="name">The picture's.</param>
    /// <param name="extension">With its dot.</param>
    public static string NameOf(string name, int width, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}.{width}{extension}");

    /// <summary>Widths in pixels, smallest first.</summary>
    public IReadOnlyList<int> WebP { get; init; } = [];

    /// <summary>Of JPEG or PNG: widths in pixels, smallest first.</summary>
    public IReadOnlyList<int> Plain { get; init; } = [];

    /// <summary>With its dot; null if there are none.</summary>
    public string? PlainExtension { get; init; }

    /// <summary><c>#rrggbb</c>; null if one can see through it.</summary>
    public string? Colour { get; init; }

    /// <summary>Why the picture is not shown; null for none.</summary>
    public PictureFault? Fault { get; init; }
}

public enum CatalogStatus
{
    /// <summary>Live.</summary>
    Published,

    /// <summary>Waits for its <see cref="CatalogEntry.PublishAt"/>, and is not on the site until then.</summary>
    Scheduled,

    /// <summary>Kept off the site by its author.</summary>
    Draft,

    /// <summary>Was live; its source was deleted.</summary>
    Removed,
}
