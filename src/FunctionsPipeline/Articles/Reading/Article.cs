using FunctionsPipeline.Articles.Outline;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>An article that was read: what its author wrote, and what was inferred where nothing was written.</summary>
/// <remarks>Not shared between threads: rendering uses the tree, and resolving its links changes it.</remarks>
public sealed class Article
{
    internal Article(MarkdownDocument document, ArticleOutline outline) => (Document, Outline) = (document, outline);

    public required Slug Slug { get; init; }

    /// <summary>True if the author wrote the address.</summary>
    public bool SlugIsWritten { get; init; }

    public required string Title { get; init; }

    /// <summary>The id that the title has on the page, where it was a heading of the text; null for none.</summary>
    internal string? TitleId { get; init; }

    /// <summary>True if the author wrote the title, in the front matter or as a heading or first line.</summary>
    public bool TitleIsWritten { get; init; }

    /// <summary>One or two sentences of plain text; empty for an article without any prose.</summary>
    public required string Summary { get; init; }

    /// <summary>True if the author wrote the summary.</summary>
    public bool SummaryIsWritten { get; init; }

    /// <summary>The article's own date, in the site's zone where none was written.</summary>
    public required DateTimeOffset Date { get; init; }

    public DateOrigin DateOrigin { get; init; }

    /// <summary>The line of <see cref="Date"/> in the front matter; null if it is from elsewhere.</summary>
    public int? DateLine { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>
    /// The article is not live before this instant: <see cref="PublishAt"/> where it is written, else the date that the
    /// author gave. Null for no such instant: the time of a file is set by another clock, which may be ahead of ours.
    /// </summary>
    public DateTimeOffset? LiveFrom => PublishAt ?? (DateOrigin == DateOrigin.FileTime ? null : Date);

    public bool Draft { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Author { get; init; }

    /// <summary>The picture at the top, as written.</summary>
    public string? Image { get; init; }

    public string? ImageAlt { get; init; }

    /// <summary>Where <see cref="Image"/> is written; null if it is not.</summary>
    public int? ImageLine { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>The original's address, where this is a copy.</summary>
    public string? Canonical { get; init; }

    /// <summary>Former addresses, paths without a slash at either end.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// False: not in newsletters. True: as new, even if it comes from an archive. Null: nothing was written.
    /// </summary>
    public bool? Newsletter { get; init; }

    public string? ReviewedBy { get; init; }

    public DateOnly? LastReviewed { get; init; }

    public DateOnly? ReviewBy { get; init; }

    public int? ReviewByLine { get; init; }

    public IReadOnlyList<Reference> References { get; init; } = [];

    public IReadOnlyDictionary<string, string> TargetTexts { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public int Words => Outline.Words;

    /// <summary>At least 1.</summary>
    public int ReadingMinutes => WordCount.Minutes(Words);

    internal MarkdownDocument Document { get; }

    internal ArticleOutline Outline { get; }

    /// <summary>Was it read as plain text?</summary>
    internal bool FromPlainText { get; init; }
}
