using System.Buffers.Binary;

namespace FunctionsPipeline.Articles.Images;

/// <summary>How a JPEG is coded, which decides what decoding it costs.</summary>
/// <param name="IsProgressive">True: a decoder holds the coefficients of the whole picture.</param>
/// <param name="Count">How often a decoder goes through the picture.</param>
internal readonly record struct JpegScans(bool IsProgressive, int Count)
{
    private const byte Progressive = 0xC2;

    /// <param name="jpeg">Whole, with a marker where one belongs: as <see cref="JpegMetadata"/> leaves it.</param>
    public static JpegScans Of(ReadOnlySpan<byte> jpeg)
    {
        var (progressive, scans, at) = (false, 0, 2);
        while (at + 4 <= jpeg.Length)
        {
            var marker = jpeg[at + 1];
            if (jpeg[at] != 0xFF || marker is 0 or 0xFF || JpegMarker.IsRestart(marker))
            {
                // Picture data, as far as the next byte that may begin a marker.
                var next = jpeg[(at + 1)..].IndexOf((byte)0xFF);
                if (next < 0)
                    break;
                at += 1 + next;
                continue;
            }
            progressive |= marker == Progressive;
            if (marker == JpegMarker.Sos)
                scans++;
            at += JpegMarker.IsBare(marker) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
        }
        return new JpegScans(progressive, scans);
    }
}
