using System.Buffers.Binary;
using System.Text;

namespace FunctionsPipeline.Tests.Articles.Images;

/// <summary>Small files with true headers, built byte by byte so that each test shows what it depends on.</summary>
internal static class SampleImages
{
    public static byte[] Png(uint width, uint height)
    {
        var bytes = new byte[64];
        new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13 }.CopyTo(bytes, 0);
        "IHDR"u8.CopyTo(bytes.AsSpan(12));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }

    /// <summary>As <see cref="WholePng"/>, of 640 by 480.</summary>
    public static byte[] Png(params (string Name, byte[] Body)[] chunks) => WholePng(640, 480, chunks);

    /// <summary>A whole PNG with these chunks before its picture data; checksums are zero.</summary>
    public static byte[] WholePng(ushort width, ushort height, params (string Name, byte[] Body)[] chunks) =>
        [
            .. Png(width, height).AsSpan(0, 8),
            .. PngChunk(
                "IHDR",
                [0, 0, (byte)(width >> 8), (byte)width, 0, 0, (byte)(height >> 8), (byte)height, 8, 6, 0, 0, 0]
            ),
            .. chunks.SelectMany(c => PngChunk(c.Name, c.Body)),
            .. PngChunk("IDAT", [1, 2, 3]),
            .. PngChunk("IEND", []),
        ];

    /// <summary>A whole extended WebP of 640 by 480.</summary>
    public static byte[] WebP(byte flags, params (string Name, byte[] Body)[] chunks)
    {
        byte[] body =
        [
            .. WebPChunk("VP8X", [flags, 0, 0, 0, 0x7F, 2, 0, 0xDF, 1, 0]),
            .. chunks.SelectMany(c => WebPChunk(c.Name, c.Body)),
        ];
        return [.. "RIFF"u8, .. Little(4 + body.Length), .. "WEBP"u8, .. body];
    }

    private static byte[] PngChunk(string name, byte[] body) =>
        [0, 0, (byte)(body.Length >> 8), (byte)body.Length, .. Encoding.ASCII.GetBytes(name), .. body, 0, 0, 0, 0];

    private static byte[] WebPChunk(string name, byte[] body) =>
        [.. Encoding.ASCII.GetBytes(name), .. Little(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    public static byte[] Gif(ushort width, ushort height) =>
        [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0, 0];

    public static byte[] WebP(string chunk, params byte[] body) =>
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. Encoding.ASCII.GetBytes(chunk), 0, 0, 0, 0, .. body, .. new byte[16]];

    /// <summary>A JPEG's structure with meaningless picture data that contains stuffed and restart bytes.</summary>
    public static byte[] Jpeg(ushort width, ushort height, params byte[][] segments) =>
        [
            0xFF,
            0xD8,
            .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0]),
            .. segments.SelectMany(s => s),
            .. Segment(0xDB, new byte[65]),
            .. Segment(0xC2, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]),
            .. Segment(0xC4, new byte[20]),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            1,
            2,
            3,
            0xFF,
            0x00,
            4,
            0xFF,
            0xD0,
            5,
            .. Segment(0xC4, new byte[20]),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 1]),
            6,
            7,
            0xFF,
            0x00,
            0xFF,
            0xD9,
        ];

    public static byte[] Segment(byte marker, byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    /// <summary>An EXIF segment in Intel order with an orientation, a camera name and a place.</summary>
    public static byte[] Exif(byte orientation) =>
        Segment(
            0xE1,
            [
                .. "Exif\0\0II"u8,
                42,
                0,
                8,
                0,
                0,
                0,
                2,
                0,
                0x0F,
                0x01,
                2,
                0,
                4,
                0,
                0,
                0,
                (byte)'C',
                (byte)'a',
                (byte)'m',
                0,
                0x12,
                0x01,
                3,
                0,
                1,
                0,
                0,
                0,
                orientation,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                .. "GPS 50.4452 N, 104.6189 W"u8,
            ]
        );

    /// <summary>Gives its bytes a few at a time, as a network does.</summary>
    public static Stream Trickle(byte[] bytes) => new TrickleStream(bytes);

    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(3, buffer.Length)], cancellationToken);
    }
}
