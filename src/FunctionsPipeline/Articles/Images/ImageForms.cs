using System.Globalization;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Images;

/// <summary>Where smaller forms of a published picture are. All addresses are absolute.</summary>
public sealed record ImageForms
{
    private static readonly object Key = new();

    /// <summary>Smallest first; empty for none.</summary>
    public IReadOnlyList<ImageForm> WebP { get; init; } = [];

    /// <summary>
    /// JPEG or PNG, smallest first, with the picture itself where that is one of them; empty for none.
    /// </summary>
    public IReadOnlyList<ImageForm> Plain { get; init; } = [];

    /// <summary>A JPEG or PNG of at most 1,200 pixels for mails and previews on other sites; null for the picture itself.</summary>
    public ImageForm? Mail { get; init; }

    /// <summary><c>#rrggbb</c>; null if one can see through the picture.</summary>
    public string? Colour { get; init; }

    /// <summary>For lists; null for the picture itself.</summary>
    public string? Thumbnail => WebP.Concat(Plain).MinBy(f => f.Width)?.Url;

    /// <summary>HTML's <c>srcset</c>; null for none.</summary>
    public string? WebPSet => SetOf(WebP);

    /// <inheritdoc cref="WebPSet"/>
    public string? PlainSet => SetOf(Plain);

    /// <summary>Keeps them on the picture's node in the tree.</summary>
    internal static void Set(LinkInline image, ImageForms? forms)
    {
        if (forms is null)
            image.RemoveData(Key);
        else
            image.SetData(Key, forms);
    }

    /// <returns>Null if there are none.</returns>
    internal static ImageForms? Of(LinkInline image) => image.GetData(Key) as ImageForms;

    private static string? SetOf(IReadOnlyList<ImageForm> forms) =>
        forms.Count == 0
            ? null
            : string.Join(", ", forms.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Url} {f.Width}w")));
}

/// <param name="Url">Absolute, without a space or a comma.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record ImageForm(string Url, int Width, int Height);
