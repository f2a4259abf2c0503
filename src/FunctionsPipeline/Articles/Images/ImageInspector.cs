using System.Buffers.Binary;

namespace FunctionsPipeline.Articles.Images;

/// <summary>Reads an image's format and dimensions from its first bytes, without decoding it.</summary>
public static class ImageInspector
{
    /// <summary>An image above this many bytes is slow on a phone: authors get a finding.</summary>
    public const long LargeBytes = 500 * 1024;

    private const int HeadBytes = 4096;

    /// <summary>Reads as far into the stream as the dimensions need.</summary>
    /// <returns>
    /// Null if it is none of the formats, or broken before the dimensions, or an SVG that says no size. The content decides,
    /// not a file name.
    /// </returns>
    public static async Task<ImageInfo?> InspectAsync(Stream image, CancellationToken cancellationToken)
    {
        var reader = new ForwardReader(image);
        await reader.FillAsync(HeadBytes, cancellationToken);
        var head = reader.Buffered;
        if (head.Span.StartsWith<byte>([0xFF, JpegMarker.Soi]))
            return await JpegAsync(reader, cancellationToken);
        return Png(head.Span) ?? Gif(head.Span) ?? WebP(head.Span) ?? Svg(head.Span);
    }

    private static ImageInfo? Make(ImageFormat format, long width, long height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue
            ? new ImageInfo(format, (int)width, (int)height)
            : null;

    /// <summary>PNG: the IHDR chunk comes first (W3C PNG, 11.2.1).</summary>
    private static ImageInfo? Png(ReadOnlySpan<byte> head) =>
        head.Length >= 24 && head.StartsWith(PngSignature) && head[12..16].SequenceEqual("IHDR"u8)
            ? Make(
                ImageFormat.Png,
                BinaryPrimitives.ReadUInt32BigEndian(head[16..]),
                BinaryPrimitives.ReadUInt32BigEndian(head[20..])
            )
            : null;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ImageInfo? Gif(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            ? Make(
                ImageFormat.Gif,
                BinaryPrimitives.ReadUInt16LittleEndian(head[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(head[8..])
            )
            : null;

    /// <summary>WebP: lossy, lossless and extended files each keep their size elsewhere (RFC 9649).</summary>
    private static ImageInfo? WebP(ReadOnlySpan<byte> head)
    {
        if (head.Length < 30 || !head.StartsWith("RIFF"u8) || !head[8..12].SequenceEqual("WEBP"u8))
            return null;
        var chunk = head[12..16];
        var body = head[20..];
        if (chunk.SequenceEqual("VP8X"u8))
            return Make(ImageFormat.WebP, 1 + Little24(body[4..]), 1 + Little24(body[7..]));
        if (chunk.SequenceEqual("VP8L"u8) && body[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return Make(ImageFormat.WebP, 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF));
        }
        if (chunk.SequenceEqual("VP8 "u8) && body[3..6].SequenceEqual<byte>([0x9D, 0x01, 0x2A]))
        {
            return Make(
                ImageFormat.WebP,
                BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF
            );
        }
        return null;
    }

    private static int Little24(ReadOnlySpan<byte> at) => at[0] | (at[1] << 8) | (at[2] << 16);

    private static ImageInfo? Svg(ReadOnlySpan<byte> head) =>
        SvgSize.Read(head) is { } size ? Make(ImageFormat.Svg, size.Width, size.Height) : null;

    private static async Task<ImageInfo?> JpegAsync(ForwardReader reader, CancellationToken cancellationToken)
    {
        var orientation = ExifOrientation.Upright;
        try
        {
            reader.Consume(2);
            while (true)
            {
                if (await reader.ByteAsync(cancellationToken) != 0xFF)
                    return null;
                byte marker;
                do marker = await reader.ByteAsync(cancellationToken);
                while (marker == 0xFF);
                if (marker is 0 or JpegMarker.Eoi or JpegMarker.Sos)
                    return null;
                if (JpegMarker.IsBare(marker))
                    continue;
                var length = await reader.BigEndian16Async(cancellationToken) - 2;
                if (length < 0)
                    return null;
                if (JpegMarker.IsFrame(marker))
                {
                    var frame = await reader.BytesAsync(5, cancellationToken);
                    int height = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(1));
                    int width = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(3));
                    var info = ExifOrientation.SwapsSides(orientation)
                        ? Make(ImageFormat.Jpeg, height, width)
                        : Make(ImageFormat.Jpeg, width, height);
                    return info is null ? null : info with { IsTurned = orientation != ExifOrientation.Upright };
                }
                if (marker == JpegMarker.App1)
                {
                    var body = await reader.BytesAsync(length, cancellationToken);
                    if (body.AsSpan().StartsWith(ExifOrientation.Header))
                        orientation = ExifOrientation.Read(body);
                }
                else
                {
                    await reader.SkipAsync(length, cancellationToken);
                }
            }
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }
}
