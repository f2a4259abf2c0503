namespace FunctionsPipeline.Cli.Migrate.Posts;

/// <summary>A post or page as an export has it, whichever service it comes from.</summary>
internal sealed record ExportedPost
{
    /// <summary>Names it in messages: the file in the export, or the post's slug in a file that holds many.</summary>
    public required string Where { get; init; }

    /// <summary>1-based line of the export's file on which it begins; null where that means nothing.</summary>
    public int? Line { get; init; }

    public string? Title { get; init; }

    /// <summary>The last part of the old address, as the service has it.</summary>
    public string? Slug { get; init; }

    public DateTimeOffset? Date { get; init; }

    /// <summary>The export says only the day.</summary>
    public bool IsDateOnly { get; init; }

    /// <summary>Readers see it from then on; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Where it could be read: with the site's host where the export says it. Null if it was nowhere.</summary>
    public Uri? Address { get; init; }

    /// <summary>Addresses that led to it before, to be kept as <see cref="Address"/> is.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Other addresses by which posts of the same export link to it: <c>/?p=12</c>, <c>posts/12.md</c>.</summary>
    public IReadOnlyList<string> LinkedAs { get; init; } = [];

    /// <summary>Why readers must not see it yet, e.g. <c>it was a draft</c>; null if they could.</summary>
    public string? Held { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Authors { get; init; } = [];

    public string? Summary { get; init; }

    public string? Image { get; init; }

    public string? ImageAlt { get; init; }

    public string? Language { get; init; }

    /// <summary>An address on another site that counts as the original.</summary>
    public string? Canonical { get; init; }

    public required PostBody Body { get; init; }

    /// <summary>Nothing in it could be shown to readers.</summary>
    public bool IsEmpty =>
        string.IsNullOrWhiteSpace(Body.Text) && string.IsNullOrWhiteSpace(Image) && string.IsNullOrWhiteSpace(Summary);
}

/// <summary>What stands below the title.</summary>
/// <param name="Text">With '\n' as line end.</param>
/// <param name="FirstLine">1-based line of the export's file on which it begins; null where that means nothing.</param>
/// <param name="Folder">The folder in the export from which relative paths lead; null where there are none.</param>
internal sealed record PostBody(string Text, bool IsHtml, int? FirstLine = null, string? Folder = null)
{
    public static PostBody Html(string? text, int? firstLine = null, string? folder = null) =>
        new(WithLineFeeds(text), true, firstLine, folder);

    public static PostBody Markdown(string? text, int? firstLine = null, string? folder = null) =>
        new(WithLineFeeds(text), false, firstLine, folder);

    private static string WithLineFeeds(string? text) =>
        (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
