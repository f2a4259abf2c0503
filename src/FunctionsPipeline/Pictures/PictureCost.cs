using FunctionsPipeline.Articles.Images;

namespace FunctionsPipeline.Pictures;

/// <summary>What decoding a picture and making its forms takes at most, known from its first bytes.</summary>
internal static class PictureCost
{
    private const int PixelBytes = 4;

    /// <summary>Three components, two bytes each, unless colours are coded more coarsely.</summary>
    private const int CoefficientBytes = 6;

    /// <summary>The widest form, the next one, and what an encoder holds of it.</summary>
    private const int FormBytes = 3 * PixelBytes;

    /// <returns>In MB, at least 1.</returns>
    public static int Mb(ReadOnlySpan<byte> picture, ImageInfo info)
    {
        var pixels = (long)info.Width * info.Height;
        var top = FormSizes.Top(info);
        var bytes =
            picture.Length
            + (info.Format == ImageFormat.Jpeg ? DecodedPixels(info) : pixels) * PixelBytes
            + (long)top * FormSizes.HeightOf(info, top) * FormBytes;
        if (info.Format == ImageFormat.Jpeg && JpegScans.Of(picture).IsProgressive)
            bytes += pixels * CoefficientBytes;
        // Of a WebP without loss, its decoder holds a copy of its own.
        if (info.Format == ImageFormat.WebP)
            bytes += pixels * PixelBytes;
        return (int)Math.Min(int.MaxValue, (bytes / (1024 * 1024)) + 1);
    }

    /// <summary>A JPEG is decoded in eighths of its size.</summary>
    private static long DecodedPixels(ImageInfo info)
    {
        var eighths = FormSizes.EighthsFor(info);
        return (long)info.Width * info.Height * eighths * eighths / 64;
    }
}
