using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>What a rendering needs besides the article.</summary>
/// <param name="Image">The picture at the top, found and measured; null for none.</param>
public sealed record RenderContext(SiteSettings Settings, ITheme Theme, StringTable Strings, CoverImage? Image = null)
{
    /// <summary>The site's feeds, for the head and the foot of the page.</summary>
    public IReadOnlyList<ShellFeed> Feeds { get; init; } = [];

    public static RenderContext For(SiteSettings settings, ITheme theme, string language) =>
        new(settings, theme, StringTable.Load("articles", language));
}

/// <param name="Url">Absolute.</param>
/// <param name="Width">In CSS pixels; null if unknown.</param>
public sealed record CoverImage(string Url, string Alt, int? Width = null, int? Height = null)
{
    /// <summary>Null if it has none, or none yet.</summary>
    public ImageForms? Forms { get; init; }

    /// <summary>What mails and previews on other sites show.</summary>
    public string MailUrl => Forms?.Mail?.Url ?? Url;
}
