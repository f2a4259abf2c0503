using FunctionsPipeline.Articles.Images;
using SkiaSharp;

namespace FunctionsPipeline.Pictures;

/// <summary>Decodes a picture to the width of its widest form: upright, in sRGB.</summary>
internal static class DecodedPicture
{
    /// <param name="picture">Without metadata but for profile and orientation: no decoder reads more than it must.</param>
    /// <param name="info">What the file's first bytes say; a decoder that reads something else is not believed.</param>
    /// <returns>Null with a fault.</returns>
    public static (SKBitmap? Bitmap, PictureFault Fault) Decode(
        ReadOnlySpan<byte> picture,
        ImageInfo info,
        CancellationToken cancellationToken
    )
    {
        using var data = SKData.CreateCopy(picture);
        using var codec = SKCodec.Create(data);
        if (
            codec is null
            || codec.EncodedFormat != FormatOf(info.Format)
            || (long)codec.Info.Width * codec.Info.Height != (long)info.Width * info.Height
        )
            return (null, PictureFault.Damaged);
        using var decoded = new SKBitmap();
        if (!decoded.TryAllocPixels(Target(SizeFor(codec, info), codec.Info.IsOpaque)))
            return (null, PictureFault.TooLarge);
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) != SKCodecResult.Success)
            return (null, PictureFault.Damaged);
        cancellationToken.ThrowIfCancellationRequested();

        var (width, height) = (FormSizes.Top(info), FormSizes.HeightOf(info, FormSizes.Top(info)));
        var top = SwapsSides(codec.EncodedOrigin) ? Resize(decoded, height, width) : Resize(decoded, width, height);
        if (codec.EncodedOrigin is SKEncodedOrigin.TopLeft)
            return (top, default);
        using (top)
            return (Upright(top, codec.EncodedOrigin), default);
    }

    /// <summary>Smaller: averages, so that fine patterns do not flicker.</summary>
    public static SKBitmap Resize(SKBitmap bitmap, int width, int height)
    {
        if ((width, height) == (bitmap.Width, bitmap.Height))
            return bitmap.Copy();
        var sampling =
            width * 2 < bitmap.Width
                ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
                : new SKSamplingOptions(SKFilterMode.Linear);
        return bitmap.Resize(bitmap.Info.WithSize(width, height), sampling)
            ?? throw new InvalidOperationException("The picture could not be made smaller.");
    }

    /// <summary>JPEG and WebP are decoded smaller at once; a PNG is not.</summary>
    private static SKSizeI SizeFor(SKCodec codec, ImageInfo info)
    {
        var (width, height) = (FormSizes.Top(info), FormSizes.HeightOf(info, FormSizes.Top(info)));
        if (SwapsSides(codec.EncodedOrigin))
            (width, height) = (height, width);
        for (var eighths = FormSizes.EighthsFor(info); eighths < 8; eighths++)
        {
            var size = codec.GetScaledDimensions(eighths / 8f);
            if (size.Width >= width && size.Height >= height)
                return size;
        }
        return codec.Info.Size;
    }

    private static SKImageInfo Target(SKSizeI size, bool opaque) =>
        new(
            size.Width,
            size.Height,
            SKColorType.Rgba8888,
            opaque ? SKAlphaType.Opaque : SKAlphaType.Premul,
            SKColorSpace.CreateSrgb()
        );

    private static SKEncodedImageFormat FormatOf(ImageFormat format) =>
        format switch
        {
            ImageFormat.Jpeg => SKEncodedImageFormat.Jpeg,
            ImageFormat.Png => SKEncodedImageFormat.Png,
            ImageFormat.WebP => SKEncodedImageFormat.Webp,
            _ => throw new InvalidOperationException($"{format} is not decoded."),
        };

    private static bool SwapsSides(SKEncodedOrigin origin) => ExifOrientation.SwapsSides((int)origin);

    private static SKBitmap Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        var (w, h) = (bitmap.Width, bitmap.Height);
        var upright = new SKBitmap(SwapsSides(origin) ? bitmap.Info.WithSize(h, w) : bitmap.Info);
        using var canvas = new SKCanvas(upright);
        canvas.SetMatrix(
            origin switch
            {
                SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
                SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
                SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
                SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
                SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
                SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
                _ => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
            }
        );
        canvas.DrawBitmap(bitmap, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        return upright;
    }
}
