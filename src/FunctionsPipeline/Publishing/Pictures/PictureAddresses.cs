using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Pictures;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing.Pictures;

/// <summary>
/// Where a published file and its forms are. An address changes with its content, so that browsers may keep it for good; the
/// blob's name stays, so that mails which were sent show the new version of a picture.
/// </summary>
internal static class PictureAddresses
{
    /// <summary>
    /// A part of a drawing's address: browsers keep what they have for good, also a drawing made by older rules.
    /// </summary>
    private const string DrawingRules = "-2";

    private const int VersionDigits = 8;

    public static bool IsDrawing(string name) => ArticleName.ExtensionOf(name) == ".svg";

    /// <summary>True for a picture of which forms are still to be made, or at least to be looked for.</summary>
    public static bool IsWaiting(CatalogFile file) =>
        file.Forms is null && ArticleName.ExtensionOf(file.Name) is ".jpg" or ".jpeg" or ".png" or ".webp";

    public static PublishedImage Of(CatalogFile file, Slug slug, Uri site)
    {
        var own = Address(file.Name, OwnVersion(file));
        return new PublishedImage(own, file.Width, file.Height)
        {
            Forms = file is { Forms: { } forms, ContentHash: { } hash, Width: { } width, Height: { } height }
                ? FormsOf(new ImageForm(own, width, height), file.Name, forms, n => Address(n, hash[..VersionDigits]))
                : null,
        };

        string Address(string name, string version) =>
            new Uri(site, $"{slug}/{Uri.EscapeDataString(name)}?v={version}").AbsoluteUri;
    }

    private static string OwnVersion(CatalogFile file) =>
        Sha256Hex.Of(file.SourceETag, VersionDigits / 2) + (IsDrawing(file.Name) ? DrawingRules : "");

    /// <param name="own">The picture itself.</param>
    /// <param name="address">Of a form, by the name of its blob.</param>
    private static ImageForms? FormsOf(ImageForm own, string name, CatalogForms forms, Func<string, string> address)
    {
        if (forms.WebP.Count == 0 && forms.Plain.Count == 0)
            return null;
        var webP = forms.WebP.Select(w => Form(w, ".webp")).ToList();
        var plain = forms.Plain.Select(w => Form(w, forms.PlainExtension!)).ToList();
        var mail = plain.LastOrDefault(f => f.Width <= PictureLimits.MailWidth);
        // Without a form of its own width, the picture itself is the widest.
        var isWidest = own.Width <= PictureLimits.Widths[^1];
        if (ArticleName.ExtensionOf(name) == ".webp")
        {
            if (isWidest)
                webP.Add(own);
            plain.Clear();
        }
        else if (isWidest && !forms.Plain.Contains(own.Width))
        {
            plain.Add(own);
            if (own.Width <= PictureLimits.MailWidth)
                mail = null;
        }
        return new ImageForms
        {
            WebP = webP,
            Plain = plain,
            Mail = mail,
            Colour = forms.Colour,
        };

        ImageForm Form(int width, string extension) =>
            new(
                address(CatalogForms.NameOf(name, width, extension)),
                width,
                FormSizes.HeightOf(own.Width, own.Height, width)
            );
    }
}
