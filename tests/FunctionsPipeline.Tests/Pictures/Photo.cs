using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Tests.Articles.Images;
using SkiaSharp;

namespace FunctionsPipeline.Tests.Pictures;

/// <summary>Pictures with a red, a green, a blue and a white quarter, so that one sees which way up they are.</summary>
internal static class Photo
{
    public static byte[] Jpeg(int width, int height, byte orientation = 1) =>
        Turned(Encode(Quarters(width, height), SKEncodedImageFormat.Jpeg), orientation);

    public static byte[] Png(int width, int height) => Encode(Quarters(width, height), SKEncodedImageFormat.Png);

    public static byte[] WebP(int width, int height) => Encode(Quarters(width, height), SKEncodedImageFormat.Webp);

    /// <summary>A red of Display P3 that sRGB does not have, tagged as such.</summary>
    public static byte[] WideColours(int width, int height)
    {
        var p3 = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, p3));
        for (var i = 0; i < bitmap.GetPixelSpan().Length; i += 4)
            ((ReadOnlySpan<byte>)[200, 80, 60, 255]).CopyTo(bitmap.GetPixelSpan()[i..]);
        return Encode(bitmap, SKEncodedImageFormat.Jpeg);
    }

    /// <summary>One can see through its left half.</summary>
    public static byte[] Transparent(int width, int height)
    {
        var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        canvas.DrawRect(width / 2f, 0, width, height, new SKPaint { Color = SKColors.Green });
        return Encode(bitmap, SKEncodedImageFormat.Png);
    }

    /// <summary>Fine detail everywhere, as photographs have.</summary>
    public static byte[] Detailed(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Shader = SKShader.CreatePerlinNoiseTurbulence(0.01f, 0.013f, 5, 7) };
        canvas.Clear(SKColors.White);
        canvas.DrawPaint(paint);
        return Encode(bitmap, format);
    }

    public static SKBitmap Read(ReadOnlyMemory<byte> picture) =>
        SKBitmap.Decode(picture.Span) ?? throw new InvalidDataException("Not a picture.");

    /// <summary>What is published of it, and what its first bytes say.</summary>
    public static async Task<(ReadOnlyMemory<byte> Clean, ImageInfo Info)> PublishedAsync(byte[] picture)
    {
        using var stream = new MemoryStream();
        stream.Write(picture);
        stream.Position = 0;
        var info = await ImageInspector.InspectAsync(stream, default);
        return (await CleanPicture.OfAsync(stream, info!.Format, default), info);
    }

    private static byte[] Turned(byte[] jpeg, byte orientation) =>
        [.. jpeg[..2], .. SampleImages.Exif(orientation), .. jpeg[2..]];

    private static SKBitmap Quarters(int width, int height)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        Fill(0, 0, SKColors.Red);
        Fill(1, 0, SKColors.Lime);
        Fill(0, 1, SKColors.Blue);
        return bitmap;

        void Fill(int column, int row, SKColor colour)
        {
            using var paint = new SKPaint { Color = colour };
            canvas.DrawRect(column * width / 2f, row * height / 2f, width / 2f, height / 2f, paint);
        }
    }

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using (bitmap)
        using (var data = bitmap.Encode(format, 90))
            return data.ToArray();
    }
}
