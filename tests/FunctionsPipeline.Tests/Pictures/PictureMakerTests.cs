using System.Buffers.Binary;
using System.Text;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Pictures;
using FunctionsPipeline.Tests.Articles.Images;
using SkiaSharp;

namespace FunctionsPipeline.Tests.Pictures;

public sealed class PictureMakerTests
{
    private readonly PictureMaker _maker = new(TimeProvider.System);

    [Fact]
    public async Task A_photograph_comes_in_four_widths_and_two_formats()
    {
        var made = await MakeAsync(Photo.Detailed(2400, 1600));

        Assert.Null(made.Fault);
        Assert.Equal([480, 480, 800, 800, 1200, 1200, 1600, 1600], made.Forms.Select(f => f.Width));
        Assert.All(
            made.Forms,
            form =>
            {
                using var shown = Photo.Read(form.Content);
                Assert.Equal((form.Width, (form.Width * 2 + 1) / 3), (shown.Width, shown.Height));
            }
        );
        Assert.Equal(4, made.Forms.Count(f => f.Format == ImageFormat.WebP));
        Assert.Equal(4, made.Forms.Count(f => f.Format == ImageFormat.Jpeg));
        Assert.Matches("^#[0-9a-f]{6}$", made.Colour);
    }

    [Fact]
    public async Task No_form_is_wider_than_the_picture()
    {
        var made = await MakeAsync(Photo.Detailed(1000, 500));

        Assert.Equal([480, 800, 1000], Widths(made, ImageFormat.WebP));
        Assert.Equal([480, 800], Widths(made, ImageFormat.Jpeg));
    }

    [Theory]
    [InlineData(1, "red lime blue white")]
    [InlineData(2, "lime red white blue")]
    [InlineData(3, "white blue lime red")]
    [InlineData(4, "blue white red lime")]
    [InlineData(5, "red blue lime white")]
    [InlineData(6, "blue red white lime")]
    [InlineData(7, "white lime blue red")]
    [InlineData(8, "lime white red blue")]
    public async Task Every_form_is_upright(byte orientation, string quarters)
    {
        var made = await MakeAsync(Photo.Jpeg(1000, 600, orientation));

        var turned = orientation >= 5;
        Assert.All(
            made.Forms,
            form =>
            {
                using var shown = Photo.Read(form.Content);
                Assert.Equal(turned, shown.Height > shown.Width);
                Assert.Equal(quarters, Quarters(shown));
            }
        );
        // Mail clients do not turn the file itself: there is one of its own size that is turned.
        Assert.Equal(orientation > 1, Widths(made, ImageFormat.Jpeg).Contains(turned ? 600 : 1000));
    }

    [Fact]
    public async Task Colours_of_another_profile_become_those_of_sRGB()
    {
        var photo = Photo.WideColours(900, 600);
        Assert.Contains("ICC_PROFILE", Encoding.Latin1.GetString(photo), StringComparison.Ordinal);

        var made = await MakeAsync(photo);

        Assert.All(
            made.Forms.Where(f => f.Format == ImageFormat.Jpeg),
            form =>
            {
                using var shown = Photo.Read(form.Content);
                var colour = shown.GetPixel(100, 100);
                // 200, 80, 60 of Display P3.
                Assert.InRange(colour.Red, 210, 222);
                Assert.InRange(colour.Green, 66, 80);
                Assert.InRange(colour.Blue, 46, 60);
            }
        );
    }

    [Fact]
    public async Task No_form_says_where_it_was_taken()
    {
        var photo = Photo.Jpeg(900, 600, 6);
        Assert.Contains("GPS 50.4452", Encoding.Latin1.GetString(photo), StringComparison.Ordinal);

        var made = await MakeAsync(photo);

        Assert.All(
            made.Forms,
            form =>
            {
                var text = Encoding.Latin1.GetString(form.Content.Span);
                Assert.DoesNotContain("GPS", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Exif", text, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task What_one_can_see_through_stays_so()
    {
        var made = await MakeAsync(Photo.Transparent(1400, 900));

        Assert.Null(made.Colour);
        Assert.NotEmpty(made.Forms);
        Assert.All(
            made.Forms,
            form =>
            {
                using var shown = Photo.Read(form.Content);
                Assert.Equal(0, shown.GetPixel(10, 10).Alpha);
                Assert.Equal(255, shown.GetPixel(shown.Width - 10, 10).Alpha);
            }
        );
    }

    [Fact]
    public async Task A_WebP_has_a_form_that_mail_clients_show()
    {
        var made = await MakeAsync(Photo.Detailed(900, 600, SKEncodedImageFormat.Webp));

        Assert.Equal([900], Widths(made, ImageFormat.Jpeg));
        Assert.Equal([480, 800], Widths(made, ImageFormat.WebP));
    }

    [Fact]
    public async Task The_colour_is_the_one_of_most_of_it()
    {
        using var bitmap = new SKBitmap(800, 400);
        bitmap.Erase(new SKColor(20, 60, 200));
        bitmap.Erase(SKColors.White, new SKRectI(0, 0, 300, 400));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal("#143cc8", (await MakeAsync(data.ToArray())).Colour);
    }

    [Fact]
    public async Task What_moves_stays_as_it_is()
    {
        byte[] still = Photo.Png(900, 600);
        byte[] moving = [.. still[..33], .. new byte[] { 0, 0, 0, 8 }, .. "acTL"u8, .. new byte[12], .. still[33..]];
        var info = new ImageInfo(ImageFormat.Png, 900, 600);

        Assert.Empty((await _maker.MakeAsync(moving, info, default)).Forms);
        Assert.NotEmpty((await _maker.MakeAsync(still, info, default)).Forms);
        Assert.Same(
            MadePicture.AsItIs,
            await _maker.MakeAsync(SampleImages.WebP(0x02), new ImageInfo(ImageFormat.WebP, 640, 480), default)
        );
        Assert.Same(
            MadePicture.AsItIs,
            await _maker.MakeAsync(SampleImages.Gif(640, 480), new ImageInfo(ImageFormat.Gif, 640, 480), default)
        );
    }

    [Theory]
    [InlineData(60_000, 60_000)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(7_800, 7_800)]
    public async Task A_picture_that_claims_too_many_pixels_is_not_decoded(int width, int height)
    {
        var bomb = Photo.Png(64, 64);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), height);

        var made = await _maker.MakeAsync(bomb, new ImageInfo(ImageFormat.Png, width, height), default);

        Assert.Equal(PictureFault.TooLarge, made.Fault);
    }

    [Fact]
    public async Task A_picture_that_would_need_too_much_memory_is_not_decoded()
    {
        // 50 megapixels are allowed, but as a WebP a decoder may hold them twice.
        var made = await _maker.MakeAsync(Photo.WebP(64, 64), new ImageInfo(ImageFormat.WebP, 10_000, 5_000), default);

        Assert.Equal(PictureFault.TooLarge, made.Fault);
    }

    [Fact]
    public async Task A_JPEG_with_hundreds_of_scans_is_not_decoded()
    {
        byte[] scan = [.. SampleImages.Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 0xFF, 0, 3];
        var jpeg = SampleImages.Jpeg(640, 480, [.. Enumerable.Repeat(scan, 300)]);

        var made = await _maker.MakeAsync(jpeg, new ImageInfo(ImageFormat.Jpeg, 640, 480), default);

        Assert.Equal(PictureFault.TooComplex, made.Fault);
    }

    public static TheoryData<string, byte[]> Broken
    {
        get
        {
            var jpeg = Photo.Jpeg(900, 600);
            var png = Photo.Detailed(900, 600, SKEncodedImageFormat.Png);
            var webP = Photo.Detailed(900, 600, SKEncodedImageFormat.Webp);
            return new()
            {
                { "a JPEG that ends in the middle", jpeg[..(jpeg.Length / 2)] },
                { "a PNG that ends in the middle", png[..(png.Length / 2)] },
                { "a WebP that ends in the middle", webP[..(webP.Length / 2)] },
                { "a JPEG of nothing", SampleImages.Jpeg(640, 480) },
                { "a PNG of nothing", SampleImages.Png() },
                { "no bytes", [] },
                { "a page", Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>") },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_picture_is_refused(string _, byte[] picture)
    {
        foreach (var format in new[] { ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP })
            Assert.Equal(
                PictureFault.Damaged,
                (await _maker.MakeAsync(picture, new ImageInfo(format, 900, 600), default)).Fault
            );
    }

    [Fact]
    public async Task A_picture_of_another_kind_or_size_than_it_says_is_refused()
    {
        Assert.Equal(
            PictureFault.Damaged,
            (await _maker.MakeAsync(Photo.Png(900, 600), new ImageInfo(ImageFormat.Jpeg, 900, 600), default)).Fault
        );
        Assert.Equal(
            PictureFault.Damaged,
            (await _maker.MakeAsync(Photo.Png(900, 600), new ImageInfo(ImageFormat.Png, 90, 60), default)).Fault
        );
    }

    [Fact]
    public async Task As_many_as_fit_into_memory_are_made_at_the_same_time()
    {
        var photo = Photo.Detailed(3000, 2000);

        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => MakeAsync(photo)));

        Assert.All(made, m => Assert.Equal(8, m.Forms.Count));
    }

    [Fact]
    public async Task One_that_is_stopped_stops()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _maker.MakeAsync(Photo.Png(900, 600), new ImageInfo(ImageFormat.Png, 900, 600), new CancellationToken(true))
        );
    }

    private async Task<MadePicture> MakeAsync(byte[] picture)
    {
        var (clean, info) = await Photo.PublishedAsync(picture);
        return await _maker.MakeAsync(clean, info, default);
    }

    private static IEnumerable<int> Widths(MadePicture made, ImageFormat format) =>
        made.Forms.Where(f => f.Format == format).Select(f => f.Width);

    /// <summary>From the upper left to the lower right.</summary>
    private static string Quarters(SKBitmap bitmap) =>
        string.Join(
            ' ',
            new[] { (1, 1), (3, 1), (1, 3), (3, 3) }.Select(at =>
                bitmap.GetPixel(bitmap.Width * at.Item1 / 4, bitmap.Height * at.Item2 / 4) switch
                {
                    { Red: > 200, Green: < 60 } => "red",
                    { Green: > 200, Red: < 60 } => "lime",
                    { Blue: > 200, Red: < 60 } => "blue",
                    _ => "white",
                }
            )
        );
}
