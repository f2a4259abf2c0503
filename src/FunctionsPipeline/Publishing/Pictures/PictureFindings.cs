using System.Globalization;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Pictures;

namespace FunctionsPipeline.Publishing.Pictures;

/// <summary>What an author is told of a picture that is not shown, or that may be made better.</summary>
internal static class PictureFindings
{
    /// <summary>Pictures are read into memory to be looked at.</summary>
    public const long MaxBytes = 20 * 1024 * 1024;

    public static Finding ManyBytes(string file, long length) =>
        new(
            "huge-image",
            Severity.Warning,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The picture '{file}' has {length / 1024:N0} KB and is slow on a phone."
            ),
            "Make it smaller: 1,600 pixels in width and JPEG or WebP are enough for any screen."
        );

    public static Finding TooManyBytes(string file) =>
        new(
            "huge-image",
            Severity.Warning,
            $"The picture '{file}' has more than 20 MB and is not shown.",
            "Make it smaller: 1,600 pixels in width are enough for any screen."
        );

    public static Finding NoPicture(string file) =>
        new(
            "broken-image",
            Severity.Warning,
            $"'{file}' is not a picture that browsers show; its description is shown instead.",
            "Save it again as PNG, JPEG, GIF, WebP or SVG (an SVG needs a width and height or a viewBox)."
        );

    public static Finding Of(PictureFault fault, string file) =>
        fault switch
        {
            PictureFault.TooLarge => new Finding(
                "huge-image",
                Severity.Warning,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The picture '{file}' has more than {PictureLimits.MaxMegapixels} million pixels; its description is shown instead."
                ),
                "Make it smaller: 4,000 pixels in width are more than enough."
            ),
            PictureFault.TooComplex => new Finding(
                "broken-image",
                Severity.Warning,
                $"The picture '{file}' takes too long to be opened; its description is shown instead.",
                "Open it in a picture editor, save it again as JPEG or PNG, and upload that."
            ),
            _ => new Finding(
                "broken-image",
                Severity.Warning,
                $"The picture '{file}' is damaged, perhaps cut short on its way here; its description is shown instead.",
                "Upload it again, or save it again."
            ),
        };

    /// <summary>What its first bytes say against it; null for nothing.</summary>
    public static Finding? Of(ImageInfo info, string file) =>
        !HasExtensionOf(info.Format, file)
            ? new Finding(
                "wrong-extension",
                Severity.Warning,
                $"'{file}' is a {info.Format.Name()} file with another ending; its description is shown instead.",
                $"Give the file the ending {info.Format.Extension()}, here and in the article, or save it again in the format of its name."
            )
        : info.Format != ImageFormat.Svg && !PictureLimits.Allows(info.Width, info.Height)
            ? Of(PictureFault.TooLarge, file)
        : null;

    private static bool HasExtensionOf(ImageFormat format, string file)
    {
        var extension = ArticleName.ExtensionOf(file[(file.LastIndexOf('/') + 1)..]).ToLowerInvariant();
        return extension == format.Extension() || (format == ImageFormat.Jpeg && extension == ".jpeg");
    }
}
