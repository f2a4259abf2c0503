using System.Text;
using FunctionsPipeline.Articles.Images;

namespace FunctionsPipeline.Tests.Articles.Images;

public sealed class JpegMetadataTests
{
    private static readonly byte[] Profile = SampleImages.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 9, 9]);
    private static readonly byte[] Adobe = SampleImages.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]);

    [Fact]
    public async Task Takes_out_place_camera_comments_and_what_follows_the_picture()
    {
        byte[] photo =
        [
            .. SampleImages.Jpeg(
                640,
                480,
                SampleImages.Exif(1),
                SampleImages.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x GPSLatitude='50.4'/>"u8]),
                SampleImages.Segment(0xED, [.. "Photoshop 3.0\0Regina"u8]),
                SampleImages.Segment(0xE2, [.. "MPF\0 second picture"u8]),
                SampleImages.Segment(0xFE, [.. "GPS in a comment"u8])
            ),
            .. "a second picture with its own GPS"u8,
        ];

        var stripped = await Strip(photo);

        Assert.Equal(SampleImages.Jpeg(640, 480), stripped);
    }

    [Fact]
    public async Task A_thumbnail_of_what_was_cut_off_is_left_out()
    {
        var photo = SampleImages.Jpeg(640, 480);
        byte[] thumbnail =
        [
            .. photo[..2],
            .. SampleImages.Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 2, 2, .. "twelve bytes"u8]),
            .. photo[20..],
        ];

        Assert.Equal(photo, await Strip(thumbnail));
    }

    [Fact]
    public async Task Keeps_what_colours_and_orientation_need()
    {
        var stripped = await Strip(SampleImages.Jpeg(640, 480, SampleImages.Exif(6), Profile, Adobe));

        var text = Encoding.Latin1.GetString(stripped);
        Assert.Contains("ICC_PROFILE", text);
        Assert.Contains("Adobe", text);
        Assert.DoesNotContain("GPS", text);
        Assert.DoesNotContain("Cam", text);
        Assert.Equal(
            new ImageInfo(ImageFormat.Jpeg, 480, 640) { IsTurned = true },
            await ImageInspector.InspectAsync(new MemoryStream(stripped), default)
        );
    }

    [Fact]
    public async Task Twice_is_the_same_as_once()
    {
        var once = await Strip(SampleImages.Jpeg(640, 480, SampleImages.Exif(8), Profile));

        Assert.Equal(once, await Strip(once));
    }

    [Fact]
    public async Task A_broken_one_is_refused_at_every_length()
    {
        var photo = SampleImages.Jpeg(640, 480, SampleImages.Exif(1));
        for (var length = 0; length < photo.Length; length++)
            await Assert.ThrowsAsync<InvalidDataException>(() => Strip(photo[..length]));
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("\u00FF\u00D8\u00FF\u00E1\0\0")]
    [InlineData("\u00FF\u00D8\u00FF\0")]
    [InlineData("\u00FF\u00D8no marker")]
    public async Task What_is_no_jpeg_is_refused(string latin1) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Strip(Encoding.Latin1.GetBytes(latin1)));

    private static async Task<byte[]> Strip(byte[] photo)
    {
        using var output = new MemoryStream();
        await JpegMetadata.StripAsync(SampleImages.Trickle(photo), output, CancellationToken.None);
        return output.ToArray();
    }
}
