namespace FunctionsPipeline.Sources.Feeds;

/// <summary>One entry while it is read, in any format.</summary>
internal sealed class EntryBuilder
{
    private readonly List<string> _categories = [];

    public string? Id { get; set; }

    public Uri? Link { get; set; }

    public string? Title { get; set; }

    public string? Summary { get; set; }

    public string? Content { get; set; }

    /// <summary>That of the text where one is written; else the entry's page.</summary>
    public Uri? Base { get; set; }

    public DateTimeOffset? Published { get; set; }

    public DateTimeOffset? Updated { get; set; }

    public string? Author { get; set; }

    public Uri? Picture { get; set; }

    public void AddCategory(string? name)
    {
        name = name?.Trim();
        if (!string.IsNullOrEmpty(name) && name.Length <= 100 && _categories.Count < FeedLimits.Categories)
            _categories.Add(name);
    }

    /// <returns>Null for an entry that nothing tells from others.</returns>
    public FeedEntry? Build(Uri feed)
    {
        var id = Short(Id) ?? Link?.AbsoluteUri;
        return id is null
            ? null
            : new FeedEntry
            {
                Id = id,
                Link = Link,
                Title = Short(Title),
                Summary = Long(Summary),
                Content = Long(Content),
                Base = Base ?? Link ?? feed,
                Published = Published,
                Updated = Updated,
                Author = Short(Author),
                Picture = Picture,
                Categories = _categories,
            };
    }

    /// <summary>A web address that a page may lead to: no user, no other scheme, not without end.</summary>
    public static Uri? Address(string? text, Uri relativeTo)
    {
        text = text?.Trim();
        return
            !string.IsNullOrEmpty(text)
            && text.Length <= FeedLimits.Line
            && Uri.TryCreate(relativeTo, text, out var address)
            && address.Scheme is "http" or "https"
            && address.UserInfo.Length == 0
            && address.Host.Length > 0
            && address.AbsoluteUri.Length <= FeedLimits.Line
            ? address
            : null;
    }

    private static string? Short(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : text.Trim() is { Length: <= FeedLimits.Line } whole ? whole
        : text.Trim()[..FeedLimits.Line];

    private static string? Long(string? html) =>
        string.IsNullOrWhiteSpace(html) || html.Length > FeedLimits.Text ? null : html;
}
