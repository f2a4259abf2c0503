namespace FunctionsPipeline.Articles.Reading;

/// <summary>A file that was dropped.</summary>
/// <param name="Name">The blob's name in <c>articles</c>.</param>
/// <param name="LastModified">The blob's own time: the date of an article that says none.</param>
/// <param name="Address">The address that the article has already, for one that writes none; null for a new article.</param>
public sealed record ArticleSource(
    string Name,
    ReadOnlyMemory<byte> Content,
    DateTimeOffset LastModified,
    Slug? Address = null
)
{
    /// <summary>True where a program wrote it: paragraphs are paragraphs, and no line is looked at for what it may mean.</summary>
    public bool IsMarkdownOnly { get; init; }
}

/// <summary>A value that the author did not write and that was inferred.</summary>
/// <param name="Key">The front matter key that would say it, or <c>headings</c>.</param>
/// <param name="Value">What was taken.</param>
/// <param name="From">
/// A key of the strings <c>inferred-from-…</c>: <c>heading</c>, <c>first-line</c>, <c>file-name</c>, …
/// </param>
public sealed record Inference(string Key, string Value, string From);

/// <summary>What reading a file gave.</summary>
/// <param name="Article">Null if any finding is an error.</param>
/// <param name="ExplicitMarkdown">
/// The whole file as it would read with everything inferred written out; null if nothing was inferred.
/// </param>
public sealed record ArticleReading(
    Article? Article,
    IReadOnlyList<Inference> Inferred,
    IReadOnlyList<Findings.Finding> Findings,
    string? ExplicitMarkdown
);
