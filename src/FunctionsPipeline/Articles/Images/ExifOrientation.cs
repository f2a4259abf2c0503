using System.Buffers.Binary;

namespace FunctionsPipeline.Articles.Images;

/// <summary>The one EXIF tag that readers need: which way up the picture is (EXIF 2.3, tag 0x0112, values 1 to 8).</summary>
internal static class ExifOrientation
{
    public const int Upright = 1;
    private const ushort Tag = 0x0112;

    public static ReadOnlySpan<byte> Header => "Exif\0\0"u8;

    /// <summary>True for the values that turn width into height.</summary>
    public static bool SwapsSides(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>Reads the tag from an APP1 body. <see cref="Upright"/> if it is absent or makes no sense.</summary>
    public static int Read(ReadOnlySpan<byte> app1)
    {
        if (!app1.StartsWith(Header))
            return Upright;
        var tiff = app1[Header.Length..];
        if (tiff.Length < 8)
            return Upright;
        bool little;
        if (tiff.StartsWith("II"u8))
            little = true;
        else if (tiff.StartsWith("MM"u8))
            little = false;
        else
            return Upright;
        var directory = Read32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return Upright;
        int count = Read16(tiff[(int)directory..], little);
        for (var i = 0; i < count; i++)
        {
            var at = directory + 2 + (12L * i);
            if (at + 12 > tiff.Length)
                break;
            var entry = tiff[(int)at..];
            if (Read16(entry, little) == Tag)
                return Read16(entry[8..], little) is >= 1 and <= 8 and var value ? value : Upright;
        }
        return Upright;
    }

    /// <summary>A whole APP1 segment, marker and length included, that says only this.</summary>
    public static byte[] Segment(int orientation) =>
        [
            0xFF,
            JpegMarker.App1,
            0,
            34,
            .. Header,
            (byte)'M',
            (byte)'M',
            0,
            42,
            0,
            0,
            0,
            8, // TIFF header: big-endian, first directory at 8
            0,
            1, // one entry
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte)orientation,
            0,
            0, // the tag, SHORT, one value
            0,
            0,
            0,
            0, // no further directory
        ];

    private static ushort Read16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Read32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
