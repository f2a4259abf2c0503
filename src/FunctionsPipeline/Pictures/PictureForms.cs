using FunctionsPipeline.Articles.Images;
using SkiaSharp;

namespace FunctionsPipeline.Pictures;

/// <summary>
/// Encodes a picture in all its sizes: WebP for pages, and JPEG or PNG for browsers without it, mails and previews on other
/// sites. A form that is no smaller than the file itself is left out.
/// </summary>
internal static class PictureForms
{
    /// <summary>Differences to the original are hard to see; a few points more cost a third more bytes.</summary>
    private const int JpegQuality = 80;
    private const int PhotoQuality = 75;

    /// <summary>Letters and lines, which screenshots have, show a lower one.</summary>
    private const int DrawnQuality = 85;

    public static MadePicture Make(ReadOnlySpan<byte> picture, ImageInfo info, CancellationToken cancellationToken)
    {
        var (bitmap, fault) = DecodedPicture.Decode(picture, info, cancellationToken);
        if (bitmap is null)
            return MadePicture.Refused(fault);
        var forms = new List<PictureForm>();
        try
        {
            var opaque = MainColour.IsOpaque(bitmap);
            foreach (var width in FormSizes.Of(info))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (width < bitmap.Width)
                {
                    // Each from the one before: as good, and quicker than from the widest.
                    var smaller = DecodedPicture.Resize(bitmap, width, FormSizes.HeightOf(info, width));
                    bitmap.Dispose();
                    bitmap = smaller;
                }
                if (Plain(bitmap, info, opaque, picture.Length) is { } plain)
                    forms.Add(plain);
                if (WebP(bitmap, info) is { } webP && webP.Content.Length < picture.Length)
                    forms.Add(webP);
            }
            forms.Reverse();
            return new MadePicture(forms, opaque ? MainColour.Of(bitmap) : null);
        }
        finally
        {
            bitmap.Dispose();
        }
    }

    private static PictureForm? WebP(SKBitmap bitmap, ImageInfo info)
    {
        if (
            bitmap.Height > PictureLimits.MaxWebPSide
            || (info.Format == ImageFormat.WebP && bitmap.Width == info.Width)
        )
            return null;
        var quality = info.Format == ImageFormat.Jpeg ? PhotoQuality : DrawnQuality;
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality));
        return Form(bitmap, ImageFormat.WebP, data);
    }

    /// <param name="length">Of the file itself.</param>
    private static PictureForm? Plain(SKBitmap bitmap, ImageInfo info, bool opaque, int length)
    {
        var isWhole = bitmap.Width == info.Width;
        var isForMail = bitmap.Width == Math.Min(info.Width, PictureLimits.MailWidth);
        var form = info.Format switch
        {
            // The file itself is not turned yet, and mail clients do not turn it.
            ImageFormat.Jpeg when !isWhole || info.IsTurned => Encode(bitmap, ImageFormat.Jpeg),
            ImageFormat.Png when !isWhole => Encode(bitmap, ImageFormat.Png),
            // Mail clients do not show the file itself.
            ImageFormat.WebP when isForMail => Encode(bitmap, opaque ? ImageFormat.Jpeg : ImageFormat.Png),
            _ => null,
        };
        return form is not null && (isForMail || form.Content.Length < length) ? form : null;
    }

    private static PictureForm? Encode(SKBitmap bitmap, ImageFormat format)
    {
        using var pixels = bitmap.PeekPixels();
        using var data =
            format == ImageFormat.Png
                ? pixels.Encode(SKPngEncoderOptions.Default)
                : pixels.Encode(new SKJpegEncoderOptions(JpegQuality));
        return Form(bitmap, format, data);
    }

    private static PictureForm? Form(SKBitmap bitmap, ImageFormat format, SKData? data) =>
        data is null ? null : new PictureForm(bitmap.Width, format, data.ToArray());
}
