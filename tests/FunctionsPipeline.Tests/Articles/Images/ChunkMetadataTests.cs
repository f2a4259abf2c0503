using System.Text;
using FunctionsPipeline.Articles.Images;

namespace FunctionsPipeline.Tests.Articles.Images;

public sealed class ChunkMetadataTests
{
    private static readonly byte[] Place = Encoding.ASCII.GetBytes("GPS 50.4452 N, 104.6189 W");

    private static readonly (string, byte[])[] Looks = [("gAMA", [0, 0, 1, 0]), ("tRNS", [7]), ("iCCP", [1, 2])];

    [Fact]
    public void Takes_place_times_texts_and_what_follows_the_picture_out_of_a_png()
    {
        byte[] png =
        [
            .. SampleImages.Png([
                Looks[0],
                ("eXIf", Place),
                ("tEXt", Place),
                Looks[1],
                ("zTXt", Place),
                ("iTXt", Place),
                ("tIME", [1, 2]),
                ("caBX", Place),
                Looks[2],
            ]),
            .. "a second file with its own GPS"u8,
        ];

        Assert.Equal(SampleImages.Png(Looks), ChunkMetadata.StripPng(png).ToArray());
    }

    [Fact]
    public async Task Takes_place_and_edit_history_out_of_a_webp()
    {
        byte[] webP =
        [
            .. SampleImages.WebP(
                0x2C,
                ("ICCP", [1]),
                ("VP8L", [0x2F, 1, 2]),
                ("EXIF", Place),
                ("XMP ", Place),
                ("what", Place)
            ),
            .. "more GPS"u8,
        ];

        var stripped = ChunkMetadata.StripWebP(webP).ToArray();

        Assert.Equal(SampleImages.WebP(0x20, ("ICCP", [1]), ("VP8L", [0x2F, 1, 2])), stripped);
        Assert.Equal(
            new ImageInfo(ImageFormat.WebP, 640, 480),
            await ImageInspector.InspectAsync(new MemoryStream(stripped), default)
        );
    }

    [Fact]
    public void A_film_of_either_kind_keeps_moving()
    {
        (string, byte[])[] png = [("acTL", [1]), ("fcTL", [2]), ("fdAT", [3])],
            webP = [("ANIM", [1]), ("ANMF", [2, 2])];

        Assert.Equal(SampleImages.Png(png), ChunkMetadata.StripPng(SampleImages.Png(png)).ToArray());
        Assert.Equal(SampleImages.WebP(2, webP), ChunkMetadata.StripWebP(SampleImages.WebP(2, webP)).ToArray());
    }

    [Fact]
    public void A_broken_one_is_refused_at_every_length()
    {
        var (png, webP) = (SampleImages.Png(Looks), SampleImages.WebP(0, ("VP8L", [0x2F, 1, 2])));

        Assert.All(
            Enumerable.Range(0, png.Length),
            length => Assert.Throws<InvalidDataException>(() => ChunkMetadata.StripPng(png.AsSpan(0, length)))
        );
        Assert.All(
            Enumerable.Range(0, webP.Length),
            length => Assert.Throws<InvalidDataException>(() => ChunkMetadata.StripWebP(webP.AsSpan(0, length)))
        );
    }

    [Fact]
    public void A_length_that_no_file_has_is_refused()
    {
        var (png, webP) = (SampleImages.Png(Looks), SampleImages.WebP(0, ("VP8L", [0x2F, 1, 2])));
        png.AsSpan(8, 4).Fill(0xFF);
        webP.AsSpan(16, 4).Fill(0xFF);

        Assert.Throws<InvalidDataException>(() => ChunkMetadata.StripPng(png));
        Assert.Throws<InvalidDataException>(() => ChunkMetadata.StripWebP(webP));
    }
}
