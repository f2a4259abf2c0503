using System.Buffers.Binary;
using System.Text;

namespace FunctionsPipeline.Articles.Images;

/// <summary>
/// Takes out of a PNG or a WebP what readers should not learn: place, camera, times, texts, edit history, and what
/// follows the picture. Both are a row of chunks with a length and a name, of which only those are kept that say how the
/// picture looks. Doing it twice changes nothing. Image libraries remove metadata only by encoding the picture again, which
/// costs quality.
/// </summary>
public static class ChunkMetadata
{
    private const int PngSignatureBytes = 8;

    /// <summary>
    /// Colour, transparency, resolution and animation (W3C PNG, 11.3). Chunks that decoding needs begin with a capital.
    /// </summary>
    private static readonly string[] PngKept =
    [
        "tRNS",
        "cHRM",
        "gAMA",
        "iCCP",
        "sBIT",
        "sRGB",
        "cICP",
        "mDCV",
        "cLLI",
        "bKGD",
        "hIST",
        "pHYs",
        "sPLT",
        "acTL",
        "fcTL",
        "fdAT",
    ];

    /// <summary>RFC 9649, section 2.7.</summary>
    private static readonly string[] WebPKept = ["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"];

    /// <summary>In the first byte of VP8X: the file says that it has EXIF and XMP.</summary>
    private const byte WebPMetadataFlags = 0x08 | 0x04;

    /// <exception cref="InvalidDataException">Not a PNG, or broken: do not publish it as it is.</exception>
    public static ReadOnlyMemory<byte> StripPng(ReadOnlySpan<byte> png)
    {
        var output = new byte[png.Length];
        var written = Write(Take(ref png, PngSignatureBytes), output);
        while (true)
        {
            // Length, name, body, checksum.
            var length = png.Length < 8 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(png);
            var chunk = Take(ref png, 12 + (long)length);
            var name = chunk[4..8];
            if (name[0] is >= (byte)'A' and <= (byte)'Z' || IsIn(PngKept, name))
                written += Write(chunk, output.AsSpan(written));
            if (name.SequenceEqual("IEND"u8))
                return output.AsMemory(0, written);
        }
    }

    /// <exception cref="InvalidDataException">Not a WebP, or broken: do not publish it as it is.</exception>
    public static ReadOnlyMemory<byte> StripWebP(ReadOnlySpan<byte> webP)
    {
        var all = webP.Length < 8 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(webP[4..]);
        var file = Take(ref webP, 8 + (long)all);
        var output = new byte[file.Length];
        var written = Write(Take(ref file, 12), output);
        while (!file.IsEmpty)
        {
            // Name, length, body, a byte more if that is odd.
            var length = file.Length < 8 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
            var chunk = Take(ref file, 8 + (long)length + (length % 2));
            if (!IsIn(WebPKept, chunk[..4]))
                continue;
            var at = written;
            written += Write(chunk, output.AsSpan(written));
            if (chunk.StartsWith("VP8X"u8) && length > 0)
                output[at + 8] &= unchecked((byte)~WebPMetadataFlags);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(output.AsSpan(4), (uint)(written - 8));
        return output.AsMemory(0, written);
    }

    private static int Write(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        bytes.CopyTo(output);
        return bytes.Length;
    }

    private static bool IsIn(string[] names, ReadOnlySpan<byte> name)
    {
        foreach (var known in names)
        {
            if (Ascii.Equals(name, known))
                return true;
        }
        return false;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> from, long count)
    {
        if (count > from.Length)
            throw new InvalidDataException("The picture ends in the middle.");
        var taken = from[..(int)count];
        from = from[(int)count..];
        return taken;
    }
}
