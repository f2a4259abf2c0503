using System.Text;
using FunctionsPipeline.Articles.Images;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;

namespace FunctionsPipeline.Tests.Articles.Images;

/// <summary>
/// A reader that is not ours (MetadataExtractor) finds place and camera in what staff drop, and nothing in what is
/// published.
/// </summary>
public sealed class PublishedMetadataTests
{
    /// <summary>What the picture itself needs: its frame, colours and orientation.</summary>
    private static readonly string[] Harmless =
    [
        "JPEG",
        "JFIF",
        "Huffman",
        "ICC Profile",
        "Adobe JPEG",
        "PNG-IHDR",
        "PNG-gAMA",
        "WebP",
        "File Type",
    ];

    public static TheoryData<string, byte[]> Pictures =>
        new()
        {
            {
                "JPEG",
                SampleImages.Jpeg(
                    640,
                    480,
                    SampleImages.Segment(0xE1, [.. "Exif\0\0"u8, .. Exif()]),
                    SampleImages.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Xmp]),
                    SampleImages.Segment(
                        0xED,
                        [.. "Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0B\x1C\x02\x5A\0\x06Regina\0"u8]
                    ),
                    SampleImages.Segment(0xFE, [.. "by Zoë, at home"u8])
                )
            },
            {
                "PNG",
                SampleImages.Png(
                    ("gAMA", [0, 0, 0xB1, 0x8F]),
                    ("eXIf", Exif()),
                    ("tEXt", [.. "Author\0Zoe"u8]),
                    ("tIME", [0x07, 0xEA, 3, 10, 15, 0, 0]),
                    ("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Xmp])
                )
            },
            { "WebP", SampleImages.WebP(0x0C, ("VP8L", [0x2F, 0x7F, 0xC2, 0x77, 0]), ("EXIF", Exif()), ("XMP ", Xmp)) },
        };

    private static byte[] Xmp { get; } =
        Encoding.UTF8.GetBytes(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                + "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='50,26.7N'/></rdf:RDF></x:xmpmeta>"
        );

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_published_picture_carries_nothing_of_its_owner(string format, byte[] dropped)
    {
        var before = Read(dropped);
        Assert.Contains(before, d => d is GpsDirectory { TagCount: > 0 });
        Assert.Contains(before, d => d.GetDescription(ExifDirectoryBase.TagMake) == "Cam");
        Assert.Contains(before, d => d.Name == "XMP");

        var after = Read(await PublishedAsync(format, dropped));

        Assert.NotEmpty(after);
        Assert.All(
            after.SelectMany(d => d.Tags),
            tag =>
                Assert.True(
                    Harmless.Contains(tag.DirectoryName)
                        || (
                            format == "JPEG"
                            && tag is { DirectoryName: "Exif IFD0", Type: ExifDirectoryBase.TagOrientation }
                        ),
                    tag.ToString()
                )
        );
        // The sample's Huffman tables are not real ones.
        Assert.DoesNotContain(after, d => d.HasError && d.Name != "Huffman");
    }

    private static IReadOnlyList<MetadataExtractor.Directory> Read(byte[] picture) =>
        ImageMetadataReader.ReadMetadata(new MemoryStream(picture));

    private static async Task<byte[]> PublishedAsync(string format, byte[] dropped)
    {
        if (format == "PNG")
            return ChunkMetadata.StripPng(dropped).ToArray();
        if (format == "WebP")
            return ChunkMetadata.StripWebP(dropped).ToArray();
        using var output = new MemoryStream();
        await JpegMetadata.StripAsync(new MemoryStream(dropped), output, default);
        return output.ToArray();
    }

    /// <summary>TIFF in Intel order: a camera, an orientation, and a directory of GPS with the latitude 50° 26' N.</summary>
    private static byte[] Exif() =>
        [
            .. "II"u8,
            42,
            0,
            8,
            0,
            0,
            0,
            3,
            0,
            0x0F,
            0x01,
            2,
            0,
            4,
            0,
            0,
            0,
            .. "Cam\0"u8,
            0x12,
            0x01,
            3,
            0,
            1,
            0,
            0,
            0,
            6,
            0,
            0,
            0,
            0x25,
            0x88,
            4,
            0,
            1,
            0,
            0,
            0,
            50,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            2,
            0,
            0x01,
            0x00,
            2,
            0,
            2,
            0,
            0,
            0,
            (byte)'N',
            0,
            0,
            0,
            0x02,
            0x00,
            5,
            0,
            3,
            0,
            0,
            0,
            80,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            50,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            26,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
        ];
}
