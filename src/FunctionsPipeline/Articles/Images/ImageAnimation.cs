using System.Buffers.Binary;
using System.Text;

namespace FunctionsPipeline.Articles.Images;

/// <summary>Whether a picture moves. One that does would stand still in any other size.</summary>
internal static class ImageAnimation
{
    /// <summary>In the first byte of VP8X (RFC 9649, section 2.7.1).</summary>
    private const byte WebPAnimation = 0x02;

    /// <param name="picture">A PNG or a WebP; false for any other.</param>
    public static bool IsAnimated(ReadOnlySpan<byte> picture, ImageFormat format) =>
        format switch
        {
            ImageFormat.WebP => picture.Length > 20
                && picture[12..16].SequenceEqual("VP8X"u8)
                && (picture[20] & WebPAnimation) != 0,
            ImageFormat.Png => HasChunk(picture, "acTL"),
            _ => false,
        };

    /// <summary>APNG's chunk comes before the picture data, which other readers show (W3C PNG, 11.3.6).</summary>
    private static bool HasChunk(ReadOnlySpan<byte> png, string name)
    {
        for (var at = 8L; at + 8 <= png.Length; )
        {
            var chunk = png[(int)at..];
            if (Ascii.Equals(chunk[4..8], name))
                return true;
            if (chunk[4..8].SequenceEqual("IDAT"u8))
                return false;
            at += 12 + (long)BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }
        return false;
    }
}
