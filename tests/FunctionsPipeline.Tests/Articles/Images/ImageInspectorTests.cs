using System.Text;
using FunctionsPipeline.Articles.Images;

namespace FunctionsPipeline.Tests.Articles.Images;

public sealed class ImageInspectorTests
{
    public static TheoryData<string, byte[], ImageInfo> Formats =>
        new()
        {
            { "png", SampleImages.Png(640, 480), new(ImageFormat.Png, 640, 480) },
            { "gif", SampleImages.Gif(300, 200), new(ImageFormat.Gif, 300, 200) },
            {
                "webp lossy",
                SampleImages.WebP("VP8 ", 0, 0, 0, 0x9D, 1, 0x2A, 0x80, 2, 0xE0, 1),
                new(ImageFormat.WebP, 640, 480)
            },
            { "webp lossless", SampleImages.WebP("VP8L", 0x2F, 0x7F, 0xC2, 0x77, 0), new(ImageFormat.WebP, 640, 480) },
            {
                "webp extended",
                SampleImages.WebP("VP8X", 0, 0, 0, 0, 0x7F, 2, 0, 0xDF, 1, 0),
                new(ImageFormat.WebP, 640, 480)
            },
            { "jpeg", SampleImages.Jpeg(640, 480), new(ImageFormat.Jpeg, 640, 480) },
            {
                "jpeg on its side",
                SampleImages.Jpeg(640, 480, SampleImages.Exif(6)),
                new(ImageFormat.Jpeg, 480, 640) { IsTurned = true }
            },
            {
                "jpeg upside down",
                SampleImages.Jpeg(640, 480, SampleImages.Exif(3)),
                new(ImageFormat.Jpeg, 640, 480) { IsTurned = true }
            },
            {
                "jpeg behind a large segment",
                SampleImages.Jpeg(8, 4, SampleImages.Segment(0xE2, new byte[65_000])),
                new(ImageFormat.Jpeg, 8, 4)
            },
            { "svg by size", Svg("<svg xmlns='x' width=\"640px\" height='480'>"), new(ImageFormat.Svg, 640, 480) },
            {
                "svg by viewBox",
                Svg("\uFEFF<?xml version='1.0'?>\n<!-- a > b -->\n<svg viewBox='0 0 32 16.4' width='100%'>"),
                new(ImageFormat.Svg, 32, 16)
            },
            {
                "svg by width and viewBox",
                Svg("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0,0,2,1' width='50'>"),
                new(ImageFormat.Svg, 50, 25)
            },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Tells_format_and_displayed_size(string what, byte[] image, ImageInfo expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, await Inspect(new MemoryStream(image)));
        Assert.Equal(expected, await Inspect(SampleImages.Trickle(image)));
    }

    public static TheoryData<string, byte[]> Unreadable =>
        new()
        {
            { "nothing", [] },
            { "text named png", "not an image at all"u8.ToArray() },
            { "png cut short", SampleImages.Png(640, 480)[..20] },
            { "png of no width", SampleImages.Png(0, 480) },
            { "png wider than can be", SampleImages.Png(uint.MaxValue, 480) },
            { "jpeg cut short", SampleImages.Jpeg(640, 480)[..60] },
            { "jpeg with a segment of no length", [0xFF, 0xD8, 0xFF, 0xE1, 0, 0, 1, 2] },
            { "svg without a size", Svg("<svg xmlns='x'>") },
            { "html", Svg("<html><svg width='1' height='1'>") },
            { "svg of comments that never end", Svg(string.Concat(Enumerable.Repeat("<!-- --> ", 400))) },
        };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Answers_null_for_what_it_cannot_read(string what, byte[] image)
    {
        Assert.NotEmpty(what);
        Assert.Null(await Inspect(new MemoryStream(image)));
    }

    private static Task<ImageInfo?> Inspect(Stream image) => ImageInspector.InspectAsync(image, CancellationToken.None);

    private static byte[] Svg(string text) => Encoding.UTF8.GetBytes(text);
}
