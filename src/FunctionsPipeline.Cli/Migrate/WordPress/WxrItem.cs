namespace FunctionsPipeline.Cli.Migrate.WordPress;

/// <summary>One <c>item</c> of an export (WXR): a post, a page, a file of the media library, a menu's entry, …</summary>
internal sealed class WxrItem
{
    public int Line { get; init; }

    /// <summary>Line on which the text begins.</summary>
    public int ContentLine { get; set; }

    public string Title { get; set; } = "";

    public string Link { get; set; } = "";

    /// <summary>The author's login.</summary>
    public string Creator { get; set; } = "";

    public string Content { get; set; } = "";

    public string Excerpt { get; set; } = "";

    public string Id { get; set; } = "";

    /// <summary>Local time of the old site, which the export does not name: <c>2024-06-05 16:04:48</c>.</summary>
    public string Date { get; set; } = "";

    public string DateGmt { get; set; } = "";

    public string PubDate { get; set; } = "";

    /// <summary>The slug, percent-encoded where it has other letters than ASCII.</summary>
    public string Name { get; set; } = "";

    public string Status { get; set; } = "";

    public string Type { get; set; } = "post";

    public string Password { get; set; } = "";

    /// <summary>The number of the post to which a file was added.</summary>
    public string Parent { get; set; } = "";

    public string AttachmentUrl { get; set; } = "";

    /// <summary>Names of categories and tags, in their order.</summary>
    public List<string> Terms { get; } = [];

    /// <summary>Of a key that stands twice, the last value.</summary>
    public Dictionary<string, string> Meta { get; } = new(StringComparer.Ordinal);

    public int Comments { get; set; }

    /// <summary>Names it in messages.</summary>
    public string Label =>
        Name.Length > 0 ? Uri.UnescapeDataString(Name)
        : Title.Length > 0 ? Title
        : Id;
}
