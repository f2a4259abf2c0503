namespace FunctionsPipeline.Articles.Images;

/// <summary>The kinds of pictures that browsers show.</summary>
public enum ImageFormat
{
    Png,
    Jpeg,
    Gif,
    WebP,
    Svg,
}

/// <summary>What a format is called, by servers, in file names and by people.</summary>
internal static class ImageFormats
{
    /// <summary>The media type.</summary>
    public static string ContentType(this ImageFormat format) => Of(format).ContentType;

    /// <summary>With its dot, in small letters; the usual one of several.</summary>
    public static string Extension(this ImageFormat format) => Of(format).Extension;

    public static string Name(this ImageFormat format) => Of(format).Name;

    private static (string ContentType, string Extension, string Name) Of(ImageFormat format) =>
        format switch
        {
            ImageFormat.Png => ("image/png", ".png", "PNG"),
            ImageFormat.Jpeg => ("image/jpeg", ".jpg", "JPEG"),
            ImageFormat.Gif => ("image/gif", ".gif", "GIF"),
            ImageFormat.WebP => ("image/webp", ".webp", "WebP"),
            ImageFormat.Svg => ("image/svg+xml", ".svg", "SVG"),
            _ => throw new InvalidOperationException($"{format} is no format of pictures."),
        };
}
