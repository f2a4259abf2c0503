using FunctionsPipeline.Articles.FromHtml;

namespace FunctionsPipeline.Cli.Migrate.WordPress;

/// <summary>The files of the old site that posts name by their number.</summary>
internal sealed class MediaLibrary
{
    private readonly Dictionary<string, MediaItem> _items = new(StringComparer.Ordinal);

    public int Count => _items.Count;

    public void Add(WxrItem item) =>
        _items[item.Id] = new MediaItem(
            item.AttachmentUrl.Length > 0 ? item.AttachmentUrl : item.Link,
            item.Meta.GetValueOrDefault("_wp_attachment_image_alt", ""),
            item.Excerpt,
            item.Parent
        );

    /// <summary>The numbers of the pictures that were added to a post, in their order.</summary>
    public IEnumerable<string> PicturesOf(string post) =>
        _items.Where(i => i.Value.Post == post && PictureFormats.IsPicture(i.Value.Address)).Select(i => i.Key);

    public MediaItem? Find(string id) => _items.GetValueOrDefault(id.Trim());
}

/// <param name="Caption">HTML.</param>
/// <param name="Post">The number of the post to which it was added; 0 or empty for none.</param>
internal sealed record MediaItem(string Address, string Description, string Caption, string Post);
