using System.Globalization;
using FunctionsPipeline.Catalog;

namespace FunctionsPipeline.Site.Index;

/// <summary>What lists, feeds and search show of an article: a lean copy of its catalog entry.</summary>
internal sealed record ListedArticle : IListItem
{
    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    public required DateTimeOffset Date { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Author { get; init; }

    public required string Language { get; init; }

    public string? Image { get; init; }

    public string? ImageAlt { get; init; }

    public string? Thumbnail { get; init; }

    public int Words { get; init; }

    /// <summary>It is at home at another address: search engines are to find that one.</summary>
    [System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault
    )]
    public bool IsCopy { get; init; }

    /// <summary>It came from a feed, and goes into none: two sites that read each other would repeat it for ever.</summary>
    [System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault
    )]
    public bool IsFromFeed { get; init; }

    /// <summary>Changes with the article's text: a kept copy of the text is stale if this differs.</summary>
    public required string Version { get; init; }

    /// <summary>For feed ids: stays when title, text and address change.</summary>
    public required string Source { get; init; }

    /// <summary>Oldest first; articles of one instant by slug.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Date.UtcDateTime:yyyyMMddHHmmss} {Slug}");

    [System.Text.Json.Serialization.JsonIgnore]
    public string Path => $"{Slug}/";

    /// <summary>When readers last saw something new.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset Modified => Updated is { } updated && updated > Date ? updated : Date;

    public static ListedArticle From(CatalogEntry entry) =>
        new()
        {
            Slug = entry.Slug,
            Title = entry.Title,
            Summary = entry.Summary,
            Date = entry.Date,
            Updated = entry.Updated,
            Tags = entry.Tags,
            Author = entry.Author,
            Language = entry.Language,
            Image = entry.Image,
            ImageAlt = entry.ImageAlt,
            Thumbnail = entry.Thumbnail,
            Words = entry.Words,
            Version = entry.ContentHash ?? entry.PageHash,
            Source = entry.Source,
            IsCopy = entry.Canonical is not null,
            IsFromFeed = entry.Home is not null,
        };
}
